/** Eight heights, the lowest first. */
export const BLOCKS = '▁▂▃▄▅▆▇█';
