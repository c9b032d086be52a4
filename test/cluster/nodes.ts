// ClickHouse clusters of a test's own on loopback: real servers (npm's chdb carries them), one for each shard, each with a
// user who may do all and one who may only read.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/litecoind.ts';

export interface Shard {
  /** `127.0.0.1:PORT` of HTTP. */
  readonly host: string;
  readonly tcp: number;
  kill(): Promise<void>;
  /** On the same ports, with what it stored. */
  start(): Promise<void>;
  /** Once it answers: after an abort of its own it comes back by itself. */
  ready(): Promise<void>;
}

/** The first of the servers are a cluster of their own, as many as they are. */
const clusterOf = (shards: number): string => `trace${shards}`;
const NETWORK = '<networks><ip>127.0.0.1</ip></networks><quota>default</quota>';
const USERS = `<clickhouse>
<profiles><default/><readonly><readonly>1</readonly></readonly>
  <partial><skip_unavailable_shards>1</skip_unavailable_shards></partial>
  <short><max_result_rows>5</max_result_rows><result_overflow_mode>break</result_overflow_mode></short></profiles>
<users>
  <default><password></password>${NETWORK}<profile>default</profile><access_management>1</access_management></default>
  <reader><password>read only</password>${NETWORK}<profile>readonly</profile></reader>
  <nobody><password>none</password>${NETWORK}<profile>readonly</profile><grants><query>GRANT SELECT ON system.one</query></grants></nobody>
  <hasty><password>half</password>${NETWORK}<profile>short</profile></hasty>
  <careless><password>half</password>${NETWORK}<profile>partial</profile></careless>
</users><quotas><default/></quotas></clickhouse>`;

export async function startCluster(shards: number): Promise<readonly Shard[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-cluster-'));
  const users = join(folder, 'users.xml');
  writeFileSync(users, USERS);
  const ports = await Promise.all(
    Array.from({ length: shards }, async () => ({ http: await freePort(), tcp: await freePort() })),
  );
  const servers = ports.map(
    ({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`,
  );
  const clusters = servers.map((_, at) => {
    const name = clusterOf(at + 1);
    return `<${name}>${servers.slice(0, at + 1).join('')}</${name}>`;
  });
  const config = join(folder, 'config.xml');
  writeFileSync(
    config,
    `<clickhouse><remote_servers>${clusters.join('')}</remote_servers><users_config>${users}</users_config></clickhouse>`,
  );
  const started = ports.map(({ http, tcp }) => shardOf(join(folder, `shard-${tcp}`), config, http, tcp));
  await Promise.all(started.map(({ start }) => start()));
  return started;
}

export function stopCluster(shards: readonly Shard[]): Promise<unknown> {
  return Promise.all(shards.map(({ kill }) => kill()));
}

/** As `trace` is told of the first `of` shards. */
export function nameOf(shards: readonly Shard[], database = 'bulk', of = shards.length): string {
  const hosts = shards.slice(0, of).map(({ host }) => host);
  return `clickhouse://${hosts.join(',')}/${database}?cluster=${clusterOf(of)}`;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}

function shardOf(folder: string, config: string, http: number, tcp: number): Shard {
  mkdirSync(folder);
  const log = join(folder, '..', `${tcp}.log`);
  const host = `127.0.0.1:${http}`;
  let child: ChildProcess | undefined;
  let wanted = false;

  /** chdb 3.4.0 may abort when a shard that it asks is killed: what was not killed here is there again in a moment. */
  function spawned(): void {
    const script = resolve('test/cluster/node.py');
    const words = [process.env.CHDB_LIBRARY as string, folder, config, `${http}`, `${tcp}`];
    const started = spawn('sh', ['-c', `exec python3 "$@" >>${log} 2>&1`, 'sh', script, ...words]);
    started.once('exit', () => {
      if (wanted && child === started) spawned();
    });
    child = started;
  }

  async function isReady(): Promise<boolean> {
    const answer = await fetch(`http://${host}/ping`).catch(() => undefined);
    // The other shards come by the other port, which may open later.
    return answer?.ok === true && (await isOpen(tcp));
  }

  const shard: Shard = {
    host,
    tcp,
    async start() {
      wanted = true;
      spawned();
      await shard.ready();
    },
    async ready() {
      for (let tries = 0; tries < 600; tries += 1) {
        if (await isReady()) return;
        await wait(100);
      }
      throw new Error(`no ClickHouse at ${host}: ${readFileSync(log, 'utf8').slice(-2_000)}`);
    },
    async kill() {
      wanted = false;
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // It does not listen to SIGTERM.
      child.kill('SIGKILL');
      await ended;
    },
  };
  return shard;
}
