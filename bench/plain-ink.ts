/**
 * The plainest cockpit that Ink makes, as a baseline: three tables of 20 rows, three logs, on a screen of 200x50; `j` and `k` move the cursor. Numbers of lines come in
 * at the rate that is asked for.
 *
 *     node plain-ink.ts LINES_PER_SECOND
 */
import { Box, render, Text } from 'ink';
import { createElement as h, useEffect, useState, type ReactNode } from 'react';

const ROWS = 20;
const linesPerSec = Number(process.argv[2] ?? 0);
const logs: string[][] = [[], [], []];

function Table({ title, cursor }: { readonly title: string; readonly cursor: number }): ReactNode {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const cells = `row-${String(row).padStart(2, '0')}   server  running     4 %  118/256 MiB  192.168.100.${10 + row}`;
    return h(Text, { key: row, inverse: row === cursor, color: row % 3 === 0 ? 'green' : 'white', wrap: 'truncate' }, `${row === cursor ? '▸' : ' '} ${cells}`);
  });
  return h(Box, { borderStyle: 'round', flexDirection: 'column', flexGrow: 1, flexBasis: 0, height: ROWS + 3 }, h(Text, { bold: true }, title), ...rows);
}

function Log({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return h(Box, { borderStyle: 'round', flexDirection: 'column', flexGrow: 1, flexBasis: 0, height: ROWS + 2 }, ...lines.slice(-ROWS).map((line, row) => h(Text, { key: row, wrap: 'truncate' }, line)));
}

function App(): ReactNode {
  const [cursor, setCursor] = useState(0);
  const [, setFrame] = useState(0);
  useEffect(() => {
    process.stdin.setRawMode(true);
    process.stdin.on('data', (bytes: Buffer) => {
      for (const key of bytes.toString('latin1')) {
        if (key === 'q') process.exit(0);
        setCursor((now) => Math.min(ROWS - 1, Math.max(0, now + (key === 'j' ? 1 : key === 'k' ? -1 : 0))));
      }
    });
    if (linesPerSec > 0) flood(() => setFrame((now) => now + 1));
  }, []);
  return h(
    Box,
    { flexDirection: 'column', width: 200, height: 50 },
    h(Text, { bold: true }, ' plain  ● outer running 2h14m'),
    h(Box, {}, ...['nodes', 'ports', 'leases'].map((title) => h(Table, { key: title, title, cursor }))),
    h(Box, {}, ...logs.map((lines, index) => h(Log, { key: index, lines }))),
    h(Text, { dimColor: true }, ' j k move   q quit'),
  );
}

function flood(changed: () => void): void {
  const since = performance.now();
  let count = 0;
  let painted = 0;
  setInterval(() => {
    for (const due = ((performance.now() - since) * linesPerSec) / 1000; count < due; count += 1) logs[count % 3]?.push(`[${count}] the quick brown fox jumps over the lazy dog, and over the fence behind it`);
    for (const lines of logs) if (lines.length > 2 * ROWS) lines.splice(0, lines.length - ROWS);
    if (performance.now() - painted < 33) return;
    painted = performance.now();
    changed();
  }, 10);
}

render(h(App), { exitOnCtrlC: false, patchConsole: false, alternateScreen: true });
