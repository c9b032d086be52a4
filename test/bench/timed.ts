// Runs the built program (bin/trace.js) as a process of its own and takes the time. Not a test: it asserts no figure.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Timed {
  readonly ms: number;
  readonly out: string;
}

/** Home, cache and configuration in a folder of their own; throws unless the program ends with 0. */
export async function timed(argv: readonly string[]): Promise<Timed> {
  const home = mkdtempSync(join(tmpdir(), 'trace-bench-'));
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home };
  const start = performance.now();
  const child = spawn(process.execPath, ['bin/trace.js', ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - start;
  rmSync(home, { recursive: true, force: true });
  if (code !== 0) throw new Error(`trace ${argv.join(' ')} ended with ${code}`);
  return { ms, out };
}

export async function median(times: number, job: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let at = 0; at < times; at += 1) all.push(await job());
  return all.sort((a, b) => a - b)[Math.floor(times / 2)] as number;
}

/** What a bench says of itself, started as a process of its own with these words. `url`: its import.meta.url. */
export function partOf<T>(url: string, argv: readonly string[]): T {
  const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(url), ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`);
  return JSON.parse(stdout) as T;
}

export function line(name: string, figures: string): void {
  console.log(`${name.padEnd(44)} ${figures}`);
}
