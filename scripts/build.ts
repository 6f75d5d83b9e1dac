/** npm run build: src/ to dist/. */
import { bundle } from './steps/bundle.ts';

const startedAt = performance.now();
const { id, files } = await bundle();
console.log(`built ${id}: ${files.length} files in dist/, ${Math.round(performance.now() - startedAt)} ms`);
