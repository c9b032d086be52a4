// The program as its users have it: compiled and run as a process, from a folder of the test's own, so that a stale dist
// cannot answer for today's source.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');

export interface Built {
  readonly bin: string;
  readonly remove: () => Promise<void>;
}

export async function built(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'trace-built-'));
  const tsc = join(root, 'node_modules/.bin/tsc');
  await promisify(execFile)(tsc, ['-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')], {
    cwd: root,
  });
  await Promise.all([
    symlink(join(root, 'node_modules'), join(folder, 'node_modules')),
    cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true }),
    cp(join(root, 'package.json'), join(folder, 'package.json')),
  ]);
  return {
    bin: join(folder, 'bin/trace.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** `env` is the whole environment but for PATH; `home` stands for every folder that the program looks for by itself. */
export function start(
  bin: string,
  argv: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const folders = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config') };
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { PATH: process.env.PATH, ...folders, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}
