// Puts the layers together: live, offline or replayed, recorded or not. The order is what matters here:
// recording(cached(retrying(limited(online)))) – nothing transient is kept, everything the adapters saw is on the tape.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KnownError } from '../model/errors.ts';
import type { Http, Request } from '../model/http.ts';
import { accessLog } from './access-log.ts';
import { cached } from './cached.ts';
import { judging } from './judging.ts';
import { limited } from './limited.ts';
import { offline } from './offline.ts';
import { type Recording, recordedRows, recording } from './recording.ts';
import { replaying } from './replaying.ts';
import { retrying } from './retrying.ts';
import type { Service } from './service.ts';
import type { Sleep } from './sleep.ts';
import { openStore, storeIn } from './store.ts';
import { readTape, tapeText, writeTape } from './tape.ts';
import type { Tape, TapeHeader } from './tape-row.ts';

/** `store`: a folder; without one, nothing is kept. `tape`: a file or folder. */
export type Source =
  | { readonly kind: 'live'; readonly store?: string }
  | { readonly kind: 'offline'; readonly store: string }
  | { readonly kind: 'replay'; readonly tape: string };

export interface TransportOptions {
  readonly source: Source;
  /** With the user's base URLs and keys already in them. */
  readonly services: ReadonlyMap<string, Service>;
  /** `online(services)`; not called when offline or replaying. */
  readonly online: Http;
  readonly record?: { readonly file: string; readonly note?: string };
  /** Present: `answers` and `access` can be asked for at the end. `options`: of the command line, as the log shows them. */
  readonly evidence?: { readonly options: readonly string[] };
  /** Called for every request really sent, repeats included. */
  readonly onRequest?: (request: Request) => void;
  /** Tries after the first; default 5. */
  readonly retries?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
}

export interface Transport {
  readonly http: Http;
  /** What the replayed tape says of itself: recorded facts or rendered ones. Empty when live or offline. */
  readonly headers: readonly TapeHeader[];
  /** Services of which the replayed tape holds an answer: the others are not there. undefined: live or offline. */
  readonly onTape: ReadonlySet<string> | undefined;
  /** Writes the tape, if one is recorded: once, at the end, also of a run that failed. */
  finish(): Promise<void>;
  /** All answers that were used, as the text of a tape. Empty unless kept. */
  answers(): string;
  /** What was asked of whom and when, as JSON lines. Empty unless kept. */
  access(): string;
}

/** Throws KnownError `store-unusable`, `tape-unreadable` or `tape-unwritable` before anything is asked. */
export async function transport(options: TransportOptions): Promise<Transport> {
  const { record, source } = options;
  if (record !== undefined) await checkWritable(record.file);
  const tape = source.kind === 'replay' ? await readTape(source.tape) : undefined;
  const kept = options.evidence;
  const log = kept === undefined ? undefined : accessLog(source.kind, kept.options, options.now);
  const http = await sourceOf({ ...options, onRequest: both(log?.sent, options.onRequest) }, tape);
  const headers = tape?.headers ?? [];
  const onTape = tape && new Set(tape.rows.map(({ request }) => request.service));
  if (record === undefined && log === undefined)
    return { http, headers, onTape, finish: async () => {}, answers: () => '', access: () => '' };
  const recorded: Recording = new Map();
  const isRendered = headers.some(({ kind }) => kind === 'rendered');
  const synthetic = headers.find((header) => header.synthetic !== undefined)?.synthetic;
  const header: TapeHeader = {
    // A synthetic tape played and recorded again is no fact of a chain.
    kind: isRendered ? 'rendered' : 'recorded',
    ...(synthetic === undefined ? {} : { synthetic }),
    ...(record?.note === undefined ? {} : { note: record.note }),
  };
  return {
    http: log === undefined ? recording(http, recorded) : log.listening(recording(http, recorded)),
    headers,
    onTape,
    async finish() {
      if (record !== undefined) await writeTape(record.file, header, recordedRows(recorded));
    },
    answers: () => tapeText(header, recordedRows(recorded)),
    access: () => log?.text() ?? '',
  };
}

type OnRequest = NonNullable<TransportOptions['onRequest']>;

function both(first: OnRequest | undefined, second: OnRequest | undefined): OnRequest {
  return (request) => {
    first?.(request);
    second?.(request);
  };
}

async function sourceOf(options: TransportOptions, tape: Tape | undefined): Promise<Http> {
  if (tape !== undefined) return replaying(tape);
  const { source, services, now, random, sleep } = options;
  const originOf = origins(services);
  if (source.kind === 'offline') return offline(storeIn(source.store), originOf);
  const judge = judging(services);
  const sent: Http = (request, signal) => {
    options.onRequest?.(request);
    return options.online(request, signal);
  };
  const live = retrying(limited(sent, services, { now, sleep }), {
    retries: options.retries ?? 5,
    judge,
    sleep,
    random,
    now,
  });
  if (source.kind !== 'live' || source.store === undefined) return live;
  return cached(live, await openStore(source.store), { now, judge, originOf });
}

/**
 * Two servers behind one service name (the public one, an own node on a test network) must not answer for each other,
 * and the base URL may hold a key: so a digest of it, by which it cannot be read.
 */
function origins(services: ReadonlyMap<string, Service>): (service: string) => string {
  const digests = new Map(
    [...services].map(([name, { baseUrl }]) => [
      name,
      createHash('sha256').update(baseUrl.replace(/\/+$/, '')).digest('hex').slice(0, 12),
    ]),
  );
  return (service) => digests.get(service) ?? '';
}

async function checkWritable(file: string): Promise<void> {
  const isFolder = await stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const isOpen = await access(dirname(file), constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isFolder && isOpen) return;
  throw new KnownError('tape-unwritable', 'The tape cannot be written.', {
    facts: [
      `file: ${file}`,
      `reason: ${isFolder ? 'it is a folder' : 'its folder is missing or not writable'}`,
    ],
    hint: 'Name a file in a folder that exists and can be written to.',
    exit: 2,
  });
}
