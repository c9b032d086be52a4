// A bundle asked again: the same question, answered from the bundle's own answers alone. Asks nobody.
import { dirname } from 'node:path';
import { fileLedgers, type LedgerMaker, liveLedgers } from '../chains/ledgers.ts';
import { badBundle, type Parts } from '../evidence/zip.ts';
import { bookAsWritten } from '../labels/book.ts';
import type { Http } from '../model/http.ts';
import { replaying } from '../net/replaying.ts';
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

/** `version`: of the program that made the bundle; the version stands in a result and is no part of what is compared. */
export async function replayed(parts: Parts, version: string, world: World): Promise<Replayed> {
  const question = readQuestion(parts.get('question.json'));
  const { maker, http, header } = await ledgersIn(parts, question);
  if (header?.synthetic !== undefined && question.synthetic === undefined)
    throw badBundle('its answers say that they are invented, its question does not');
  const sources: Sources = {
    maker,
    http,
    labels: bookAsWritten(
      readLabelText(parts.get('labels.jsonl')),
      question.packs.map((pack) => ({ pack, rows: 0 })),
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
): Promise<{ maker: LedgerMaker; http: Http | undefined; header: TapeHeader | undefined }> {
  if (ledger !== undefined) {
    return {
      maker: await fileLedgers(partOf(parts, ledger.part), ledger.name),
      http: undefined,
      header: undefined,
    };
  }
  const { header, rows } = parseTapeText(
    textIn(parts.get('answers.jsonl'), 'answers.jsonl'),
    'answers.jsonl',
  );
  const http = replaying({ headers: [], rows: rows.map(({ row }) => row) });
  return { maker: liveLedgers(http, explorers), http, header };
}

function partOf(parts: Parts, name: string): Uint8Array {
  const part = parts.get(name);
  if (part === undefined) throw badBundle(`it has no ${name}`);
  return part;
}
