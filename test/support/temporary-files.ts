// One folder for all that the tests of a run write into the system's temporary folder, removed when the run ends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'trace-tests-'));
  // What `tmpdir()` reads; the workers inherit it.
  process.env.TMPDIR = folder;
  return () => rm(folder, { recursive: true, force: true });
}
