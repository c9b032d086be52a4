// `npm run mutants [name…]`: breaks the engine on purpose, one patch at a time, in a copy of the project. Each patch names the
// test that must turn red; a patch that it does not notice is a hole in the tests. Says nothing of the code as it is.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Mutant {
  readonly name: string;
  readonly breaks: string;
  /** File and name (a part of it) of the test that must notice. */
  readonly test: string;
  readonly named: string;
  readonly patch: string;
}

/** A test that has not ended by then has noticed nothing. */
const LONGEST = 300_000;
const FOLDER = 'test/mutants/patches';

function mutantOf(file: string): Mutant {
  const patch = resolve(FOLDER, file);
  const text = readFileSync(patch, 'utf8');
  const field = (name: string): string => {
    const value = new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`${file} has no line "${name}: …"`);
    return value;
  };
  return {
    name: file.replace(/\.patch$/, ''),
    breaks: field('Breaks'),
    test: field('Test'),
    named: field('Named'),
    patch,
  };
}

function run(folder: string, command: string, argv: readonly string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(command, [...argv], {
    cwd: folder,
    encoding: 'utf8',
    timeout: LONGEST,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: `${stdout}${stderr}` };
}

/** Red: a test failed by an assertion; a file that cannot be loaded is no proof. Green: one ran, and none failed. */
function tested(folder: string, { test, named }: Mutant): { isRed: boolean; isGreen: boolean; out: string } {
  const pattern = named.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const { code, out } = run(folder, 'npx', ['vitest', 'run', '--bail', '1', test, '-t', pattern]);
  const [passed, failed] = (/(\d+) passed, (\d+) failed/.exec(out) ?? []).slice(1).map(Number);
  const isGreen = code === 0 && passed !== undefined && passed > 0;
  return { isRed: code !== 0 && failed !== undefined && failed > 0, isGreen, out };
}

const asked = process.argv.slice(2);
const mutants = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.patch'))
  .sort()
  .map(mutantOf)
  .filter(({ name }) => asked.length === 0 || asked.includes(name));
const copy = mkdtempSync(join(tmpdir(), 'trace-mutants-'));
try {
  for (const part of ['src', 'test', 'fixtures', 'docs', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(part, join(copy, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  const survivors: string[] = [];
  for (const mutant of mutants) {
    const { name, breaks, test, named, patch } = mutant;
    const unbroken = tested(copy, mutant);
    if (!unbroken.isGreen)
      throw new Error(`${name}: its test does not pass unbroken:\n${unbroken.out.slice(-4000)}`);
    const applied = run(copy, 'git', ['apply', patch]);
    if (applied.code !== 0) throw new Error(`${name} no longer fits the code:\n${applied.out}`);
    const { isRed } = tested(copy, mutant);
    if (!isRed) survivors.push(name);
    console.log(`${isRed ? 'caught  ' : 'SURVIVED'} ${name}: ${breaks} (${test}: ${named})`);
    const undone = run(copy, 'git', ['apply', '--reverse', patch]);
    if (undone.code !== 0) throw new Error(`${name} could not be undone:\n${undone.out}`);
  }
  console.log(
    `${mutants.length} mutants, ${mutants.length - survivors.length} caught, ${survivors.length} survived`,
  );
  if (survivors.length > 0) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
