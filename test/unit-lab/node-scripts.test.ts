import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = 'assets/guest/node';
const files = readdirSync(ROOT, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
const scripts = files.filter((file) => readFileSync(file, 'utf8').startsWith('#!'));

it.each(scripts)('%s is read by the shell whose applets it is written for, not by what operators have as sh', (file) => {
  expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('#!/bin/busybox sh');
});

it.each(scripts)('%s is a script that a POSIX shell can read', (file) => {
  const { status, stderr } = spawnSync('sh', ['-n', file]);
  expect([status, stderr.toString()]).toEqual([0, '']);
});

it('inittab starts nothing that the node does not have', () => {
  const lines = readFileSync(path.join(ROOT, 'etc/inittab'), 'utf8').trim().split('\n');
  const own = lines.map((line) => line.split(':')[3]?.split(' ')[0] ?? '').filter((program) => program.startsWith('/etc/labdeck/'));
  expect(own.length).toBeGreaterThan(3);
  expect(own.filter((program) => !scripts.includes(path.join(ROOT, program)))).toEqual([]);
});
