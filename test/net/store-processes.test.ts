// The store under real processes, one of them killed in mid-write. They run what tsc makes of the source, since Node 20
// reads no TypeScript.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/net/store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const KEYS = 20;

/** Writes answers of some hundred kilobytes under the same keys for ever, and says so after each. */
const writer = `
import { openStore } from './src/net/store.js';
const [folder, letter] = process.argv.slice(2);
const store = await openStore(folder);
for (let i = 0; ; i++) {
  const key = 'key ' + (i % ${KEYS});
  const body = letter.repeat(300_000 + i);
  await store.write(key, { service: 's', path: '/' }, { response: { status: 200, headers: {}, body }, at: i });
  process.stdout.write(key + '\\n');
}
`;

async function compiledWriter(): Promise<string> {
  const folder = await temporaryFolder();
  const tsc = join(root, 'node_modules/.bin/tsc');
  const options =
    '--ignoreConfig --module nodenext --target es2023 --rewriteRelativeImportExtensions --skipLibCheck';
  await promisify(execFile)(
    tsc,
    [
      ...options.split(' '),
      ...['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')],
      ...['--rootDir', root, '--outDir', folder, join(root, 'src/net/store.ts')],
    ],
    { cwd: root },
  );
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'writer.js'), writer);
  return join(folder, 'writer.js');
}

function start(script: string, store: string, letter: string): { child: ChildProcess; written: string[] } {
  const child = spawn(process.execPath, [script, store, letter], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => written.push(line));
  return { child, written };
}

test('two processes writing the same answers, killed again and again, never leave a broken one', async () => {
  const script = await compiledWriter();
  const folder = join(await temporaryFolder(), 'store');
  await mkdir(folder);
  const reader = await openStore(folder);
  const reported = new Set<string>();
  for (let round = 0; round < 5; round++) {
    const processes = [start(script, folder, 'a'), start(script, folder, 'b')];
    while (processes.some(({ written }) => written.length < KEYS + round)) {
      await new Promise((resolve) => setTimeout(resolve, 7));
      // While they write, every answer is absent or whole.
      const kept = await reader.read('key 3');
      if (kept !== undefined) expect(kept.response.body).toMatch(/^(a+|b+)$/);
    }
    for (const { child } of processes) {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    }
    for (const { written } of processes) for (const key of written) reported.add(key);
  }
  for (const key of reported) expect(await reader.read(key), key).toBeDefined();
  expect(reported.size).toBe(KEYS);
  const answers = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  expect(answers).toHaveLength(KEYS);
  for (const name of answers) JSON.parse(await readFile(join(folder, name), 'utf8'));
});
