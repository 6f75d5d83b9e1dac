import { z } from 'zod';

const paneName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a pane name (lower case letters, digits and -)');

const pane = z.strictObject({
  /** Which pane: `nodes`, `outer-vm`, `fabric`, `timeline`, `serial`, … */
  pane: paneName,
  /** Share of what its row or column has to give. */
  share: z.number().positive().default(1),
  /** Cells with the border, below which the pane is left out. */
  minWidth: z.number().int().positive().default(20),
  minHeight: z.number().int().min(3).default(4),
  /** The lowest goes first when there is no room for all. */
  keep: z.number().int().min(0).max(9).default(5),
});

const row = z.strictObject({
  share: z.number().positive().default(1),
  panes: z.array(pane).min(1),
});

/** A layout file: rows from top to bottom, panes in a row from left to right. */
export const layoutSchema = z
  .strictObject({
    $schema: z.string().optional(),
    layout: paneName,
    title: z.string().min(1),
    /** The key that shows it. */
    digit: z.number().int().min(1).max(9).optional(),
    rows: z.array(row).min(1),
    /** The pane that has the focus first. */
    focus: paneName,
  })
  .superRefine(({ rows, focus }, ctx) => {
    const panes = rows.flatMap((each) => each.panes.map((one) => one.pane));
    for (const twice of new Set(panes.filter((each, index) => panes.indexOf(each) !== index))) ctx.addIssue({ code: 'custom', path: ['rows'], message: `the pane ${twice} is there twice` });
    if (!panes.includes(focus)) ctx.addIssue({ code: 'custom', path: ['focus'], message: `no pane is called ${focus}` });
  });

export type LayoutConfig = z.infer<typeof layoutSchema>;
