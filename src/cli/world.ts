// The outside world as one value: streams, environment, clock, network. The only file of src beside net/online.ts that
// touches `process`; tests hand in a world of their own.
import { setMaxListeners } from 'node:events';
import { homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Http } from '../model/http.ts';
import type { Service } from '../net/service.ts';
import { renderError } from './render-error.ts';
import { STANDARD_OUTPUT, unwritable } from './whole-file.ts';

export interface World {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly read: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly online: (services: ReadonlyMap<string, Service>) => Http;
  readonly outIsTerminal: boolean;
  /** Width of the terminal, if it tells. */
  readonly columns: number | undefined;
  readonly errIsTerminal: boolean;
  readonly home: string;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
}

async function readAll(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export function realWorld(): World {
  const cancelled = new AbortController();
  // Every request that waits listens to it; Node warns of more than ten.
  setMaxListeners(0, cancelled.signal);
  process.once('SIGINT', () => cancelled.abort());
  process.once('SIGTERM', () => cancelled.abort());
  // A reader that has seen enough (| head) is no error.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      // A full disk behind `>`. Whoever reads a cut result is told by the exit code; where to say more there may be none.
      if (stream === process.stdout)
        process.stderr.write(renderError(unwritable(STANDARD_OUTPUT, error.code, error)));
      process.exit(1);
    });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    read: readAll,
    env: process.env,
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: async (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
    online: (services) => {
      // Loaded with the first question: a run from a tape or a list asks none.
      let loaded: Http | undefined;
      return async (request, signal) => {
        loaded ??= (await import('../net/online.ts')).online(services);
        return loaded(request, signal);
      };
    },
    outIsTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns,
    errIsTerminal: process.stderr.isTTY === true,
    home: homedir(),
    signal: cancelled.signal,
  };
}
