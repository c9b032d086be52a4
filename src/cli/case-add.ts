// `trace case add FOLDER …`: seeds, options, label files and notes into case.yaml, whose comments and order stay. What is
// wrong is refused before anything is written.
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Document, isSeq, parse, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { liveLedgers } from '../chains/ledgers.ts';
import { paymentSeed, refuseSecrets, walletSeed } from '../chains/seeds.ts';
import { forTerminal } from '../report/escape.ts';
import type { CaseAddGiven } from './case-commands.ts';
import { caseFrom, caseOptions, type ReadCaseFile, readCaseFile } from './case-file.ts';
import { checksum, packNames } from './case-packs.ts';
import { keyOf } from './flags.ts';
import { gathered } from './label-book.ts';
import type { ExitCode } from './render-error.ts';
import { asOfOf, plainOptions } from './settings.ts';
import { badFlag, noSeed } from './usage.ts';
import { unwritable, writeWhole } from './whole-file.ts';
import type { World } from './world.ts';

export async function addToCase(
  folder: string,
  wallets: readonly string[],
  given: CaseAddGiven,
  world: World,
): Promise<ExitCode> {
  refuseSecrets(wallets);
  const before = await readCaseFile(folder);
  await checkSeeds(wallets, given);
  plainOptions(given);
  asOfOf(given.asOf);
  const added = [
    ...addSeeds(before, wallets, given),
    ...addOptions(before, given),
    ...addNote(before.document, given.note),
  ];
  const files = given.labels ?? [];
  if (added.length + files.length === 0)
    throw noSeed('Give wallets, --tx, options, --labels or --note to put into the case.');
  await gathered(files, given.quiet, world);
  for (const file of files) added.push(await takeIn(folder, file));
  if (files.length > 0) await listPacks(before, folder, files, given.from);
  const text = before.document.toString({ lineWidth: 0 });
  caseFrom(text, folder);
  await writeWhole(join(folder, 'case.yaml'), text);
  world.out(
    `${added.map((line) => `${forTerminal(line)}\n`).join('')}next: trace case run ${forTerminal(folder)}\n`,
  );
  return 0;
}

/** Their forms alone: nobody is asked. */
async function checkSeeds(
  wallets: readonly string[],
  { tx = [], chain, account }: CaseAddGiven,
): Promise<void> {
  const nobody = liveLedgers(
    () => Promise.reject(new Error('an address is read without asking anybody')),
    ['blockscout'],
  );
  for (const wallet of wallets) await walletSeed(wallet, chain, nobody);
  for (const payment of tx) await paymentSeed(payment, chain, nobody);
  if (account === true && tx.length > 0)
    throw badFlag('--account', '--tx', 'addresses: what an account received');
}

function addSeeds(
  { value, document }: ReadCaseFile,
  wallets: readonly string[],
  given: CaseAddGiven,
): string[] {
  const { run: name = 'main', account, from } = given;
  const index = value.runs.findIndex((run) => run.name === name);
  const lists = [
    [account === true ? 'account' : 'wallets', 'address', wallets],
    ['payments', 'payment', given.tx ?? []],
  ] as const;
  const seeds = value.runs[index]?.seeds;
  const added: string[] = [];
  for (const [list, field, words] of lists)
    for (const word of words) {
      if (seeds?.[list].some(({ seed }) => seed === word) === true) continue;
      const run = runNamed(document, name);
      if (typeof run.get('seeds') === 'string')
        run.set('seeds', document.createNode({ file: run.get('seeds') }));
      const at = listIn(document, run, ['seeds', list]);
      at.add(
        document.createNode(from === undefined ? text(word) : { [field]: text(word), source: text(from) }),
      );
      added.push(`${name}: ${field} ${word}`);
    }
  return added;
}

function addOptions({ document }: ReadCaseFile, given: CaseAddGiven): string[] {
  const added: string[] = [];
  for (const [word, flag] of caseOptions) {
    const value = given[keyOf(flag)];
    if (value === undefined) continue;
    const name = given.run ?? 'main';
    const node = typeof value === 'object' ? value.map(text) : text(String(value));
    runNamed(document, name).setIn(['options', word], document.createNode(node));
    added.push(`${name}: ${word} ${String(value)}`);
  }
  return added;
}

function addNote(document: Document.Parsed, note: string | undefined): string[] {
  if (note === undefined) return [];
  const before = document.get('notes');
  if (typeof before === 'string') document.set('notes', document.createNode([text(before)]));
  listIn(document, document.contents as YAMLMap, ['notes']).add(document.createNode(text(note)));
  return ['a note'];
}

/** The run of this name; made where there is none. */
function runNamed(document: Document.Parsed, name: string): YAMLMap {
  const runs = listIn(document, document.contents as YAMLMap, ['runs']) as YAMLSeq<YAMLMap>;
  const found = runs.items.find((run) => run.get('name') === name);
  if (found !== undefined) return found;
  const made = document.createNode({ name: text(name), seeds: {} }) as YAMLMap;
  runs.add(made);
  return made;
}

/** The list at this path, one item a line; made where there is none. */
function listIn(document: Document.Parsed, map: YAMLMap, path: readonly string[]): YAMLSeq {
  const found = map.getIn(path, true);
  if (isSeq(found)) {
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  map.setIn(path, document.createNode([]));
  return map.getIn(path, true) as YAMLSeq;
}

/** Quoted where other readers of YAML would take it for something else; a small number is the same to them. */
function text(word: string): Scalar<string> {
  const scalar = new Scalar(word);
  if (/^(?:0|[1-9]\d{0,8})$/.test(word)) return scalar;
  if (parse(JSON.stringify(word)) !== parseOr(word)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function parseOr(word: string): unknown {
  try {
    return parse(word);
  } catch {
    return undefined;
  }
}

/** A copy in labels/, unless it lies there already. */
async function takeIn(folder: string, file: string): Promise<string> {
  const target = join(folder, 'labels', basename(file));
  if (resolve(file) !== resolve(target)) {
    try {
      await mkdir(join(folder, 'labels'), { recursive: true });
      await copyFile(file, target);
    } catch (error) {
      throw unwritable(target, (error as NodeJS.ErrnoException).code, error);
    }
  }
  return `labels/${basename(file)}`;
}

/** Every file of labels/ with its checksum; of those that were listed before and not taken in anew, as they were listed. */
async function listPacks(
  { value, document }: ReadCaseFile,
  folder: string,
  taken: readonly string[],
  from: string | undefined,
): Promise<void> {
  const anew = new Set(taken.map((file) => `labels/${basename(file)}`));
  const list = listIn(document, document.contents as YAMLMap, ['labels']) as YAMLSeq<YAMLMap>;
  for (const file of await packNames(folder)) {
    const isListed = value.labels?.some((pack) => pack.file === file) === true;
    if (isListed && !anew.has(file)) continue;
    // What was never listed is taken as it is only with the first list: later a stray file is a fault.
    if (!isListed && !anew.has(file) && value.labels !== undefined) continue;
    const sha256 = text(await checksum(join(folder, file)));
    const row = list.items.find((item) => item.get('file') === file);
    if (row !== undefined) row.set('sha256', sha256);
    else list.add(document.createNode({ file: text(file), sha256 }) as YAMLMap);
    const source = anew.has(file) ? from : undefined;
    if (source !== undefined)
      list.items.find((item) => item.get('file') === file)?.set('source', text(source));
  }
}
