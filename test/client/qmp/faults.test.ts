import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectMonitor } from '../../../src/client/monitor.ts';
import { runJob } from '../../../src/client/qmp/job.ts';
import type { QmpConnection } from '../../../src/client/qmp/connection.ts';
import type { TraceEntry } from '../../../src/client/trace.ts';
import { fakeQmp, fakeServer, type FakeCommand, GREETING } from '../fake-server.ts';

async function connected(path: string) {
  const trace: TraceEntry[] = [];
  const { monitor, connection } = await connectMonitor(path, { trace: (entry) => trace.push(entry) });
  return { monitor, qmp: connection as QmpConnection, remarks: () => trace.flatMap(({ remark }) => remark ?? []) };
}

describe('a peer that does not keep to the usual', () => {
  test('answers out of order: each answer finds its command', async () => {
    const held: FakeCommand[] = [];
    await using server = await fakeQmp((command, send) => {
      held.push(command);
      if (held.length === 3) for (const { id, execute } of held.reverse()) send({ return: { execute }, id });
    });
    const { qmp } = await connected(server.path);
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => qmp.execute(name)));
    expect(answers).toEqual([{ execute: 'a' }, { execute: 'b' }, { execute: 'c' }]);
    await qmp.close();
  });

  test('sends what nobody asked for, and is only traced', async () => {
    await using server = await fakeQmp(({ id }, send) => {
      send({ return: {}, id: 'whose' });
      send({ error: { class: 'GenericError', desc: 'JSON parse error' } });
      send('noise\r\n');
      send('{"half": }\r\n');
      send({ what: 'ever' });
      send(GREETING);
      send({ return: 'ok', id });
    });
    const { qmp, remarks } = await connected(server.path);
    expect(await qmp.execute('query-status')).toBe('ok');
    expect(remarks()).toEqual(['reply to no command of ours', 'reply to no command of ours', 'not a QMP message', 'not a QMP message', 'unknown message', 'a second greeting']);
    expect(qmp.state).toBe('running');
    await qmp.close();
  });

  test('sends an answer byte by byte, an event inside it', async () => {
    await using server = await fakeQmp(({ id }, _send, socket) => {
      const text = `${JSON.stringify({ event: 'STOP', data: { a: '}' }, timestamp: { seconds: 1, microseconds: 0 } }, null, 4)}\r\n${JSON.stringify({ return: 'ü'.repeat(20), id }, null, 4)}\r\n`;
      void (async () => {
        for (const byte of Buffer.from(text)) {
          socket.write(Buffer.of(byte));
          await sleep(0);
        }
      })();
    });
    const { qmp } = await connected(server.path);
    const events: unknown[] = [];
    qmp.onEvent((event) => events.push(event));
    expect(await qmp.execute('x')).toBe('ü'.repeat(20));
    expect(events).toEqual([{ event: 'STOP', data: { a: '}' }, at: 1000 }]);
    await qmp.close();
  });

  test('ends inside an answer: the command is named, and nothing is sent again', async () => {
    const seen: string[] = [];
    await using server = await fakeQmp(({ id, execute }, send, socket) => {
      seen.push(execute);
      send(`{"return": {"a": 1, "id": "${id}"`);
      socket.end();
    });
    const { qmp, remarks } = await connected(server.path);
    await expect(qmp.execute('system_powerdown')).rejects.toMatchObject({ name: 'LostError', message: /while system_powerdown was under way; whether it was run is not known/, evidence: { argv: ['qmp', 'system_powerdown'] } });
    expect(await qmp.closed).toMatchObject({ name: 'LostError' });
    expect(seen).toEqual(['system_powerdown']);
    expect(remarks()).toEqual(['the stream ended inside this message']);
    await expect(qmp.execute('query-status')).rejects.toMatchObject({ name: 'QmpStateError', message: /is idle, query-status was not sent/ });
  });

  test.each([
    ['closes at once', '', 'LostError'],
    ['is something else', '220 mail ready\r\n', 'ParseError'],
    ['sends JSON that is no greeting', '{"hello": 1}\r\n', 'QmpGreetingError'],
    ['sends broken JSON', '{"QMP": }\r\n', 'QmpGreetingError'],
  ])('%s', async (_what, says, name) => {
    await using server = await fakeServer((socket) => (says === '' ? socket.end() : socket.write(says)));
    await expect(connectMonitor(server.path, { greetMs: 200 })).rejects.toMatchObject({ name });
  });

  test('refuses the negotiation', async () => {
    await using server = await fakeServer((socket) => {
      socket.write(GREETING);
      socket.on('data', (chunk: Buffer) => socket.write(`{"error": {"class": "CommandNotFound", "desc": "no"}, "id": "${(JSON.parse(chunk.toString()) as FakeCommand).id}"}\r\n`));
    });
    await expect(connectMonitor(server.path)).rejects.toMatchObject({ name: 'QmpCommandError', command: 'qmp_capabilities' });
  });
});

describe('giving up', () => {
  test('a cancelled command leaves the connection usable', async () => {
    await using server = await fakeQmp(({ id, execute }, send) => (execute === 'slow' ? undefined : send({ return: execute, id })));
    const { qmp } = await connected(server.path);
    const abort = new AbortController();
    const slow = qmp.execute('slow', {}, { signal: abort.signal });
    abort.abort();
    await expect(slow).rejects.toMatchObject({ name: 'CancelledError', message: 'slow was cancelled' });
    expect(await qmp.execute('next')).toBe('next');
    await expect(qmp.execute('never', {}, { signal: abort.signal })).rejects.toMatchObject({ message: 'never was cancelled before it was sent' });
    await qmp.close();
  });

  test('closing fails what is under way and settles without a reason', async () => {
    await using server = await fakeQmp(() => undefined);
    const { qmp } = await connected(server.path);
    const asked = qmp.execute('slow');
    const closing = qmp.close();
    expect(qmp.state).toBe('disconnecting');
    await expect(asked).rejects.toMatchObject({ name: 'LostError' });
    await closing;
    expect(qmp.state).toBe('idle');
    expect(await qmp.closed).toBeUndefined();
  });
});

describe('a job', () => {
  const status = (id: string, to: string) => ({ event: 'JOB_STATUS_CHANGE', data: { id, status: to }, timestamp: { seconds: 1, microseconds: 0 } });

  /** A QEMU with one job that goes through `steps`; without `events` only query-jobs tells. */
  function jobServer(steps: readonly string[], { events, error }: { readonly events: boolean; readonly error?: string }) {
    const seen: string[] = [];
    let job: { id: string; type: string; status: string; error?: string } | undefined;
    const at = (id: string, to: string): typeof job => ({ id, type: 'fake', status: to, ...(error === undefined ? {} : { error }) });
    const server = fakeQmp(({ id, execute, arguments: args }, send) => {
      seen.push(execute);
      if (execute === 'start') {
        const jobId = String(args?.['job-id']);
        send({ return: {}, id });
        if (events) for (const step of steps) send(status(jobId, step));
        job = at(jobId, steps.at(-1) ?? '');
      } else if (execute === 'query-jobs') send({ return: job === undefined ? [] : [job], id });
      else if (execute === 'job-dismiss') send({ return: {}, id }), (job = undefined);
      else if (execute === 'job-cancel') send({ return: {}, id });
    });
    return { server, seen };
  }

  test('is followed by its events', async () => {
    const { server, seen } = jobServer(['created', 'running', 'concluded'], { events: true });
    await using fake = await server;
    const { qmp } = await connected(fake.path);
    const statuses: string[] = [];
    await runJob(qmp, 'start', {}, { onStatus: (each) => statuses.push(each) });
    expect(statuses).toEqual(['created', 'running', 'concluded']);
    expect(seen).toEqual(['start', 'query-jobs', 'job-dismiss']);
    await qmp.close();
  });

  test('is found by query-jobs when its events are lost', async () => {
    const { server, seen } = jobServer(['concluded'], { events: false, error: 'disk full' });
    await using fake = await server;
    const { qmp } = await connected(fake.path);
    await expect(runJob(qmp, 'start', {}, { reconcileMs: 5 })).rejects.toMatchObject({ name: 'QmpJobError', message: 'start failed: disk full' });
    expect(seen.at(-1)).toBe('job-dismiss');
    await qmp.close();
  });

  test('is told to stop when it is cancelled, and left to itself when its limit runs out', async () => {
    const { server, seen } = jobServer(['running'], { events: true });
    await using fake = await server;
    const { qmp } = await connected(fake.path);
    const abort = new AbortController();
    await expect(runJob(qmp, 'start', {}, { signal: abort.signal, onStatus: () => abort.abort() })).rejects.toMatchObject({ name: 'CancelledError' });
    expect(seen).toContain('job-cancel');
    await expect(runJob(qmp, 'start', {}, { timeoutMs: 30 })).rejects.toMatchObject({ name: 'TimeoutError', message: /the job of start was not answered within 30 ms/ });
    await qmp.close();
  });

  test('does not outlive its connection', async () => {
    await using fake = await fakeQmp(({ id, execute }, send, socket) => {
      if (execute === 'start') send({ return: {}, id });
      else socket.destroy();
    });
    const { qmp } = await connected(fake.path);
    await expect(runJob(qmp, 'start', {}, { reconcileMs: 5 })).rejects.toMatchObject({ name: 'LostError', message: /while the job of start was under way/ });
  });
});
