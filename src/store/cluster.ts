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
  /**
   * Of the first host that answers, what `read` makes of the one value, a text, that `sql` asks for: bytes as they are, for
   * which less is done than for rows. A SyntaxError of `read` says that they are cut off, and has them asked again.
   */
  bytes<T>(sql: string, parameters: Parameters, read: (bytes: Buffer) => T): Promise<T>;
  /** Of this host and no other. */
  rowsOf(host: string, sql: string): Promise<readonly (readonly Cell[])[]>;
  /** On this host and no other; `sql` must bear being given twice. */
  run(host: string, sql: string): Promise<void>;
  /**
   * Rows in the order of these columns, on the shards when it resolves. What was lost on the way is sent again, so that a row
   * may be stored twice: its table has to bear that.
   */
  insert(table: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void>;
  close(): Promise<void>;
}

/** How often all hosts are tried, and how long is waited before the second round, in milliseconds; then twice as long. */
const ROUNDS = 6;
const PAUSE = 500;
const TIMEOUT = 120_000;
const DAY = 86_400_000;
/** Of a host that answers for all shards: nothing is put off, and nothing left out. */
const WRITING = {
  distributed_foreground_insert: 1,
  async_insert: 0,
  input_format_null_as_default: 0,
} as const;
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
    name.hosts.map((host) => [host, createClient(clientOf(host, access, TIMEOUT))] as const),
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

  async function bytes<T>(sql: string, parameters: Parameters, read: (bytes: Buffer) => T): Promise<T> {
    return onAny(name.hosts, async (host) => {
      const answer = await clients.get(host)?.exec({
        query: `${sql} FORMAT RowBinary`,
        query_params: parameters,
        abort_signal: signal,
      });
      const parts: Buffer[] = [];
      for await (const part of answer?.stream ?? []) parts.push(part as Buffer);
      return read(onlyValue(Buffer.concat(parts)));
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
    bytes,
    rowsOf: (host, sql) => asked([host], sql, {}),
    run: (host, query) =>
      onAny([host], async () => void (await clients.get(host)?.command({ query, abort_signal: signal }))),
    insert: (table, columns, values) =>
      onAny(name.hosts, async (host) => {
        if (values.length === 0) return;
        await clients.get(host)?.insert({
          table: `${name.database}.${table}`,
          columns: columns as [string, ...string[]],
          values,
          format: 'JSONCompactEachRow',
          clickhouse_settings: WRITING,
          abort_signal: signal,
        });
      }),
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

function clientOf(host: string, { transport, user, password }: ClusterAccess, timeout: number) {
  const address = /:\d+$/.test(host) ? host : `${host}:${PORT[transport]}`;
  return {
    url: `${transport}://${address}`,
    username: user,
    password,
    request_timeout: timeout,
    keep_alive: { enabled: false },
    // Many names in one question are too long for an address.
    use_multipart_params_auto: true,
    log: { level: 127 as const },
  };
}

export interface HeldQuery {
  /** Throws KnownError as all that is asked does, once it runs no more. */
  check(): void;
  end(): Promise<void>;
}

/** A query of this id on the first host that runs until `end`, and no longer than this process. */
export async function heldQuery(name: ClusterName, access: ClusterAccess, id: string): Promise<HeldQuery> {
  const { createClient } = await import('@clickhouse/client');
  const client = createClient(clientOf(name.hosts[0] as string, access, DAY));
  const stop = new AbortController();
  let ended: unknown;
  client
    .command({
      query: 'SELECT sleepEachRow(1) FROM system.numbers FORMAT Null',
      query_id: id,
      clickhouse_settings: {
        max_block_size: '1',
        max_execution_time: 0,
        function_sleep_max_microseconds_per_block: '0',
        // It ends with its connection.
        readonly: '2',
        cancel_http_readonly_queries_on_client_close: 1,
      },
      abort_signal: stop.signal,
    })
    .then(() => {
      throw new Error('it ended by itself');
    })
    .catch((error: unknown) => {
      ended = error;
    });
  return {
    check() {
      if (ended !== undefined) throw clusterFailure(name, ended);
    },
    async end() {
      stop.abort();
      await client.close();
    },
  };
}

/** A user's profile may say that answers are cut short in silence. It cannot be overruled by who may only read. */
async function refusePartialAnswers({ name, rows }: Cluster): Promise<void> {
  const cutting = await rows(
    `SELECT name, value FROM system.settings WHERE changed AND (
       name = 'skip_unavailable_shards' AND value NOT IN ('0', 'false')
       OR name IN ('limit', 'offset') AND value <> '0' OR endsWith(name, 'overflow_mode') AND value <> 'throw')
     ORDER BY name`,
  );
  if (cutting.length === 0) return;
  throw new KnownError('cluster-refused', 'This ClickHouse user gets answers that may be cut short.', {
    facts: [
      `cluster: ${name.hosts.join(', ')}`,
      ...cutting.map(([setting, value]) => `setting: ${setting} = ${value}`),
    ],
    hint: "Have it taken out of the user's profile: a trace needs whole answers, of all shards.",
  });
}

/** A text in RowBinary: its length, seven bits in a byte, the lowest first; then itself. Throws SyntaxError if that is not all. */
function onlyValue(answer: Buffer): Buffer {
  let length = 0;
  let at = 0;
  for (let byte = 128; byte >= 128; at += 1) {
    byte = answer[at] ?? 0;
    length += (byte % 128) * 128 ** at;
  }
  if (answer.length !== at + length) throw new SyntaxError('an answer is not as long as it says');
  return answer.subarray(at);
}

/** SQL of any text; of a long one a server makes less than of a parameter. A question has room for some 190,000 bytes of them. */
export function literal(text: string): string {
  return `base64Decode('${Buffer.from(text).toString('base64')}')`;
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
