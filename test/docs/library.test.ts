// docs/library.md: every example is run as a user of the package would run it, and prints what the page says. The figures
// on the page are published ones or were worked out by hand (test/library/sweep.test.ts says how).
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as library from '../../src/library/fundtrace.ts';
import { type Built, built } from '../cli/built.ts';

const run = promisify(execFile);
const root = process.cwd();
const page = await readFile('docs/library.md', 'utf8');

/** Blocks of JavaScript, each with the block of text that stands right below it, if one does. */
const examples = [...page.matchAll(/```js\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g)].map(
  ([, code = '', printed = ''], index) => ({ file: `example-${index + 1}.js`, code, printed }),
);

let program: Built;
/** A project beside the package, with the package among its node_modules. */
let project: string;

beforeAll(async () => {
  program = await built();
  project = await mkdtemp(join(tmpdir(), 'trace-library-'));
  await mkdir(join(project, 'node_modules'));
  await Promise.all([
    symlink(dirname(dirname(program.bin)), join(project, 'node_modules/fundtrace')),
    symlink(join(root, 'node_modules/@types'), join(project, 'node_modules/@types')),
    writeFile(join(project, 'package.json'), '{ "type": "module" }'),
    ...examples.map(({ file, code }) => writeFile(join(project, file), code)),
  ]);
}, 60_000);
afterAll(async () => {
  await program.remove();
  await rm(project, { recursive: true, force: true });
});

test('the page has examples, and most of them print something', () => {
  expect(examples.filter(({ printed }) => printed !== '').length).toBeGreaterThan(4);
});

test.each(examples)('$file prints what the page says', async ({ file, printed }) => {
  const { stdout, stderr } = await run(process.execPath, [join(project, file)], { cwd: root });
  expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
});

test('the types that are shipped fit the examples', async () => {
  const options = {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023'],
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      allowJs: true,
      checkJs: true,
      noEmit: true,
    },
    files: examples.map(({ file }) => file),
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(options));
  const checked = await run(join(root, 'node_modules/.bin/tsc'), ['-p', project]).catch((error) => error);
  expect(checked.stdout).toBe('');
});

test('everything that the package exports is on the page', () => {
  const names = Object.keys(library);
  expect(names.sort()).toEqual(['KnownError', 'conventions', 'sweep', 'toJson', 'trace']);
  expect(names.filter((name) => !page.includes(`- \`${name}\``))).toEqual([]);
});
