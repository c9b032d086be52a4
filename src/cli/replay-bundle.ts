// A bundle asked again: the same question, answered from the bundle's own answers alone. Asks nobody.
import { dirname } from 'node:path';
import { fileLedgers, type LedgerMaker, liveLedgers } from '../chains/ledgers.ts';
import { badBundle, type Parts } from '../evidence/zip.ts';
import { bookAsWritten, type LabelBook } from '../labels/book.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import { replaying } from '../net/replaying.ts';
import { requestKey } from '../net/request-key.ts';
import type { TapeHeader } from '../net/tape-row.ts';
import { parseTapeText } from '../net/tape-text.ts';
import { type Answer, isAccount } from '../report/answer.ts';
import { jsonText, resultJson } from '../report/json.ts';
import { answer, type Sources } from './ask.ts';
import { asksIn, type BundleQuestion, readLabelText, readQuestion, textIn } from './bundle-question.ts';
import { inFolder } from './in-folder.ts';
import { progressLine } from './progress.ts';
import type { World } from './world.ts';

export interface Replayed {
  readonly question: BundleQuestion;
  readonly runs: readonly Answer[];
  /** What the program makes of the bundle's answers, to be compared with its result.json. */
  readonly result: string;
}

/** Told of what was asked. */
export interface Watch {
  /** An address whose labels were looked up. */
  looked(address: string): void;
  /** A request to which the bundle has no answer. */
  missed(request: string): void;
}

/** `version`: of the program that made the bundle; the version stands in a result and is no part of what is compared. */
export async function replayed(
  parts: Parts,
  version: string,
  world: World,
  watch: Watch = { looked: () => {}, missed: () => {} },
): Promise<Replayed> {
  const question = readQuestion(parts.get('question.json'));
  const { maker, header } = await ledgersIn(parts, question, watch);
  if (header?.synthetic !== undefined && question.synthetic === undefined)
    throw badBundle('its answers say that they are invented, its question does not');
  const sources: Sources = {
    maker,
    labels: watchedBook(
      bookAsWritten(
        readLabelText(parts.get('labels.jsonl')),
        question.packs.map((pack) => ({ pack, rows: 0 })),
      ),
      watch,
    ),
    labelSources: question.labelSources,
    synthetic: question.synthetic,
    tapes: question.tapes,
    finish: async () => {},
    // A file's place is its part, and behind it its name; see bundle-question.ts.
    read: async (file) => Buffer.from(partOf(parts, dirname(file))),
    rows: 'asked',
    evidence: undefined,
  };
  const { folder } = question;
  const shown = (file: string): string => (folder === undefined ? file : inFolder(file, folder));
  const runs: Answer[] = [];
  for (const ask of asksIn(question))
    for (const found of await answer(ask, sources, world, progressLine(world, true)))
      runs.push(isAccount(found) ? { ...found, flags: found.flags.map(shown) } : found);
  const { command, synthetic, tapes, labelSources } = question;
  const result = jsonText(resultJson(runs, { version, command, synthetic, tapes, labelSources }));
  return { question, runs, result };
}

async function ledgersIn(
  parts: Parts,
  { ledger, explorers }: BundleQuestion,
  { missed }: Watch,
): Promise<{ maker: LedgerMaker; header: TapeHeader | undefined }> {
  if (ledger !== undefined) {
    return { maker: await fileLedgers(partOf(parts, ledger.part), ledger.name), header: undefined };
  }
  const { header, rows } = parseTapeText(
    textIn(parts.get('answers.jsonl'), 'answers.jsonl'),
    'answers.jsonl',
  );
  const tape = replaying({ headers: [], rows: rows.map(({ row }) => row) });
  const http: Http = (request, signal) =>
    tape(request, signal).catch((error: unknown) => {
      if (error instanceof KnownError && error.code === 'tape-miss') missed(requestKey(request));
      throw error;
    });
  return { maker: liveLedgers(http, explorers), header };
}

function watchedBook(book: LabelBook, { looked }: Watch): LabelBook {
  return {
    ...book,
    of(chain, address, time) {
      looked(`${chain}/${address}`);
      return book.of(chain, address, time);
    },
  };
}

function partOf(parts: Parts, name: string): Uint8Array {
  const part = parts.get(name);
  if (part === undefined) throw badBundle(`it has no ${name}`);
  return part;
}
