import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLab } from '../../src/config/dirs.ts';
import { labdeck } from './run.ts';

describe('without a keeper', () => {
  it('status and stop say so, and start none', async () => {
    expect(await labdeck(['keeper', 'status'])).toEqual({ code: 0, stdout: 'no keeper of embedded runs\n', stderr: '' });
    expect(JSON.parse((await labdeck(['keeper', 'status', '--json'])).stdout)).toEqual({ lab: 'embedded', running: false });
    expect(await labdeck(['keeper', 'stop'])).toMatchObject({ code: 0, stdout: 'no keeper runs\n' });
  });

  it('its log can be read, without anything a terminal would obey', async () => {
    const home = mkdtempSync(join(tmpdir(), 'labdeck-log-'));
    const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run') };
    const { keeperLog } = openLab('embedded', env, process.getuid?.() ?? 0);
    mkdirSync(dirname(keeperLog), { recursive: true });
    writeFileSync(keeperLog, 'one\ntwo\u001b[2J\nthree\n');
    expect(await labdeck(['keeper', 'log', '--lines', '2'], { env })).toMatchObject({ code: 0, stdout: 'two\\x1b[2J\nthree\n' });
    expect(JSON.parse((await labdeck(['keeper', 'log', '-n', '1', '--json'], { env })).stdout)).toEqual({ lab: 'embedded', lines: ['three'] });
  });
});
