// The script and the styles of the page as they are now, before any test: a stale dist must not answer for today's source.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function setup(): Promise<void> {
  await promisify(execFile)('npm', ['run', '-s', 'build:page']);
}
