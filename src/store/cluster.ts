// A ClickHouse cluster, asked over HTTP: the one home of its client, which is loaded here and when one is opened. An answer
// is whole or an error: what a lost node cut off is asked again of the next one. Not what the tables mean.
import { setTimeout as wait } from 'node:timers/promises';
import { KnownError } from '../model/errors.ts';
import { clusterFailure, isLost } from './cluster-errors.ts';

/** `hosts`: `name` or `name:port` of HTTP, any of which answers for all shards; `cluster`: its name in the servers' configuration. */
export interface ClusterName {
  readonly hosts: readonly string[];
  readonly database: string;
  readonly cluster: string;
}

/** From the environment, never from the command line, which other users of the machine can read. */
export interface ClusterAccess {
  readonly user: string;
  readonly password: string;
  readonly transport: 'http' | 'https';
}

export type Cell = string | number | null;

/** As ClickHouse's own parameters, `{name:Type}`. */
export type Parameters = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

export interface Cluster {
  readonly name: ClusterName;
  /** Of the first host that answers. Integers of 64 bits and more have to be asked as text: `toString(…)`. */
  rows(sql: string, parameters?: Parameters): Promise<readonly (readonly Cell[])[]>;
  /** Of this host and no other. */
  rowsOf(host: string, sql: string): Promise<readonly (readonly Cell[])[]>;
  /** On this host and no other; `sql` must bear being given twice. */
  run(host: string, sql: string): Promise<void>;
  close(): Promise<void>;
}

/** How often all hosts are tried, and how long is waited before the second round, in milliseconds; then twice as long. */
const ROUNDS = 6;
const PAUSE = 500;
const TIMEOUT = 120_000;
/** Where a host without a port listens. */
const PORT = { http: 8123, https: 8443 };

/**
 * Throws KnownError `cluster-unreachable`, `cluster-refused`, `cluster-failed`; so does all that is asked. No setting is sent
 * with a question: a user who may only read may not change one.
 */
export async function openCluster(
  name: ClusterName,
  access: ClusterAccess,
  signal: AbortSignal,
): Promise<Cluster> {
  const { createClient } = await import('@clickhouse/client');
  const clients = new Map(
    name.hosts.map((host) => {
      const address = /:\d+$/.test(host) ? host : `${host}:${PORT[access.transport]}`;
      const client = createClient({
        url: `${access.transport}://${address}`,
        username: access.user,
        password: access.password,
        request_timeout: TIMEOUT,
        keep_alive: { enabled: false },
        log: { level: 127 },
      });
      return [host, client] as const;
    }),
  );

  async function asked(hosts: readonly string[], query: string, parameters: Parameters) {
    return onAny(hosts, async (host) => {
      const answer = await clients.get(host)?.query({
        query,
        query_params: parameters,
        format: 'JSONCompact',
        abort_signal: signal,
      });
      return wholeAnswer((await answer?.text()) ?? '');
    });
  }

  async function onAny<T>(hosts: readonly string[], job: (host: string) => Promise<T>): Promise<T> {
    let last: unknown;
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await wait(PAUSE * 2 ** (round - 1), undefined, { signal });
      for (const host of hosts) {
        signal.throwIfAborted();
        try {
          return await job(host);
        } catch (error) {
          signal.throwIfAborted();
          if (!isLost(error)) throw clusterFailure(name, error);
          last = error;
        }
      }
    }
    throw clusterFailure({ ...name, hosts }, last);
  }

  const cluster: Cluster = {
    name,
    rows: (sql, parameters = {}) => asked(name.hosts, sql, parameters),
    rowsOf: (host, sql) => asked([host], sql, {}),
    run: (host, query) =>
      onAny([host], async () => void (await clients.get(host)?.command({ query, abort_signal: signal }))),
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.close()))),
  };
  try {
    await refusePartialAnswers(cluster);
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** A user's profile may say that lost shards are left out of answers. It cannot be overruled by who may only read. */
async function refusePartialAnswers({ name, rows }: Cluster): Promise<void> {
  const [[set] = []] = await rows("SELECT toUInt8(getSetting('skip_unavailable_shards'))");
  if (set === 0) return;
  throw new KnownError(
    'cluster-refused',
    'This ClickHouse user gets answers without the shards that are lost.',
    {
      facts: [`cluster: ${name.hosts.join(', ')}`, 'setting: skip_unavailable_shards'],
      hint: "Have the setting taken out of the user's profile: a trace needs all shards.",
    },
  );
}

/** Throws SyntaxError if it was cut off. */
function wholeAnswer(text: string): Cell[][] {
  const told = JSON.parse(text) as {
    readonly meta: readonly { readonly name: string; readonly type: string }[];
    readonly data: Cell[][];
    readonly rows: number;
    readonly exception?: string;
  };
  if (told.exception !== undefined) throw new Error(told.exception);
  if (told.rows !== told.data.length) throw new SyntaxError('rows are missing');
  const wide = told.meta.find(({ type }) => /Int(64|128|256)|Decimal|Float/.test(type));
  if (wide !== undefined) throw new Error(`column ${wide.name} is no exact JSON number: ${wide.type}`);
  return told.data;
}
