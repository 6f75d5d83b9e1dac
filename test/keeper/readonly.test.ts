import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../src/model/errors.ts';
import { greet, type Link } from '../../src/wire/link.ts';
import { inProcess } from './in-process.ts';

async function looker(dial: Parameters<typeof greet>[1]): Promise<Link> {
  const greeting = await greet(await dial(), dial, { version: '1.0.0', build: 'b', lab: 'test', pid: 1, user: 'ada', tty: '', readonly: true });
  if (!('link' in greeting)) throw new Error('turned away');
  return greeting.link;
}

const request = (id: string, dryRun = false) => ({ id, args: {}, dryRun, token: `token-${id}-${dryRun}` });

describe('a front end that only looks', () => {
  it('is refused what would change something, whatever its own screen lets through', async () => {
    const { dial, parts } = await inProcess();
    const link = await looker(dial);
    for (const refused of [link.request('command/run', request('do.act')), link.request('stream/open', { target: 'host', argv: ['true'] }), link.request('keeper/stop', { force: true })]) {
      await expect(refused).rejects.toThrow(RefusedError);
    }
    expect(parts.store.get().acts).toEqual([]);
    expect(parts.store.get().keeper.frontEnds).toMatchObject([{ user: 'ada', readonly: true }]);
  });

  it('sees, asks for rows, and may have told what a command would do', async () => {
    const { dial } = await inProcess();
    const link = await looker(dial);
    expect(await link.request('command/run', { ...request('look.echo'), args: { a: 1 } })).toEqual({ ok: true, result: { a: 1 } });
    expect(await link.request('command/run', request('do.by', true))).toMatchObject({ ok: true });
    expect(await link.request('window/rows', { source: 'log:keeper', from: 0, height: 1, width: 1 })).toMatchObject({ rows: ['0'] });
  });

  it('leaves others their hands', async () => {
    const { dial, connect } = await inProcess();
    await looker(dial);
    expect(await (await connect()).request('command/run', request('do.by'))).toEqual({ ok: true, result: 'ada (pid 1)' });
  });
});
