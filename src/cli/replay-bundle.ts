// A bundle asked again: the same question, answered from the bundle's own answers alone; and all parts that follow from it
// made again. Asks nobody.
import { dirname } from 'node:path';
import { fileLedgers, type LedgerMaker, liveLedgers } from '../chains/ledgers.ts';
import { badBundle, type Parts } from '../evidence/zip.ts';
import { bookAsWritten, type LabelBook } from '../labels/book.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import { accessLog } from '../net/access-log.ts';
import { type Recording, recordedRows, recording } from '../net/recording.ts';
import { replaying } from '../net/replaying.ts';
import { requestKey } from '../net/request-key.ts';
import { tapeText } from '../net/tape.ts';
import type { TapeHeader } from '../net/tape-row.ts';
import { parseTapeText } from '../net/tape-text.ts';
import type { Transport } from '../net/transport.ts';
import { type Answer, isAccount, isRun } from '../report/answer.ts';
import { answer } from './ask.ts';
import { auditRows } from './audit-file.ts';
import { derivedParts, encoded } from './bundle.ts';
import { asksIn, type BundleQuestion, readLabelText, readQuestion, textIn } from './bundle-question.ts';
import { noting, type ReadInput } from './evidence-notes.ts';
import { inFolder } from './in-folder.ts';
import type { Sources } from './open-sources.ts';
import { progressLine } from './progress.ts';
import type { World } from './world.ts';

export interface Replayed {
  readonly question: BundleQuestion;
  readonly runs: readonly Answer[];
  /** What the program makes of the question and the bundle's answers, by name, to be compared with its parts. */
  readonly parts: Parts;
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
  const notes = noting(
    watchedBook(
      bookAsWritten(
        readLabelText(parts.get('labels.jsonl')),
        question.packs.map((pack) => ({ pack, rows: 0 })),
      ),
      watch,
    ),
    // A file's place is its part, and behind it its name; see bundle-question.ts.
    async (file) => Buffer.from(partOf(parts, dirname(file))),
  );
  const { maker, http, header, kept } = await ledgersIn(parts, question, notes.read, watch);
  if (header?.synthetic !== undefined && question.synthetic === undefined)
    throw badBundle('its answers say that they are invented, its question does not');
  const sources: Sources = {
    maker,
    http,
    labels: notes.labels,
    labelSources: question.labelSources,
    synthetic: question.synthetic,
    tapes: question.tapes,
    finish: async () => {},
    read: notes.read,
    rows: 'asked',
    evidence: undefined,
  };
  const { folder } = question;
  const shown = (file: string): string => (folder === undefined ? file : inFolder(file, folder));
  const runs: Answer[] = [];
  for (const ask of asksIn(question))
    for (const found of await answer(ask, sources, world, progressLine(world, true)))
      runs.push(isAccount(found) ? { ...found, flags: found.flags.map(shown) } : found);
  const { command, synthetic, tapes, labelSources, asks } = question;
  const head = { version, command, synthetic, tapes, labelSources };
  const again = await derivedParts(runs, head, notes.evidence(question.explorers, kept));
  const audit = asks.find((ask) => ask.audit !== undefined)?.audit;
  if (audit !== undefined)
    again.set(audit.part, encoded([...(await auditRows(runs.filter(isRun), head, audit.part))].join('')));
  return { question, runs, parts: again };
}

interface Ledgers {
  readonly maker: LedgerMaker;
  readonly http: Http | undefined;
  readonly header: TapeHeader | undefined;
  readonly kept: Pick<Transport, 'answers' | 'access'>;
}

async function ledgersIn(
  parts: Parts,
  { ledger, explorers, asks }: BundleQuestion,
  read: ReadInput,
  { missed }: Watch,
): Promise<Ledgers> {
  if (ledger !== undefined) {
    const list = await read(`${ledger.part}/list`, '--ledger');
    const kept = { answers: () => '', access: () => '' };
    return { maker: await fileLedgers(list, ledger.name), http: undefined, header: undefined, kept };
  }
  const { header, rows } = parseTapeText(
    textIn(parts.get('answers.jsonl'), 'answers.jsonl'),
    'answers.jsonl',
  );
  const tape = replaying({ headers: [], rows: rows.map(({ row }) => row) });
  const watched: Http = (request, signal) =>
    tape(request, signal).catch((error: unknown) => {
      if (error instanceof KnownError && error.code === 'tape-miss') missed(requestKey(request));
      throw error;
    });
  const used: Recording = new Map();
  const log = accessLog('replay', [], () => 0);
  const http = log.listening(recording(watched, used));
  const kept = {
    answers: () => tapeText(header ?? { kind: 'recorded' }, recordedRows(used)),
    access: log.text,
  };
  const isCrossed = asks.some(({ options }) => options.crossCheck === true);
  return { maker: liveLedgers(http, explorers, isCrossed ? 'crossed' : 'single'), http, header, kept };
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
