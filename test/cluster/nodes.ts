// ClickHouse clusters of a test's own on loopback: real servers (npm's chdb carries them), one for each shard, each with a
// user who may do all and one who may only read.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/litecoind.ts';

export interface Shard {
  /** `127.0.0.1:PORT` of HTTP. */
  readonly host: string;
  readonly tcp: number;
  kill(): Promise<void>;
  /** On the same ports, with what it stored. */
  start(): Promise<void>;
  /** `start`, if it has died: the server of chdb 3.4.0 may abort when a shard that it asks is killed. */
  revive(): Promise<void>;
}

const CLUSTER = 'trace';
const NETWORK = '<networks><ip>127.0.0.1</ip></networks><quota>default</quota>';
const USERS = `<clickhouse>
<profiles><default/><readonly><readonly>1</readonly></readonly>
  <partial><skip_unavailable_shards>1</skip_unavailable_shards></partial></profiles>
<users>
  <default><password></password>${NETWORK}<profile>default</profile><access_management>1</access_management></default>
  <reader><password>read only</password>${NETWORK}<profile>readonly</profile></reader>
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
  const config = join(folder, 'config.xml');
  writeFileSync(
    config,
    `<clickhouse><remote_servers><${CLUSTER}>${servers.join('')}</${CLUSTER}></remote_servers><users_config>${users}</users_config></clickhouse>`,
  );
  const started = ports.map(({ http, tcp }) => shardOf(join(folder, `shard-${tcp}`), config, http, tcp));
  await Promise.all(started.map(({ start }) => start()));
  return started;
}

export function stopCluster(shards: readonly Shard[]): Promise<unknown> {
  return Promise.all(shards.map(({ kill }) => kill()));
}

/** As `trace` is told of it. */
export function nameOf(shards: readonly Shard[], database = 'bulk'): string {
  return `clickhouse://${shards.map(({ host }) => host).join(',')}/${database}?cluster=${CLUSTER}`;
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
  const isRunning = (): boolean =>
    child !== undefined && child.exitCode === null && child.signalCode === null;
  const shard: Shard = {
    host,
    tcp,
    async start() {
      const script = join(import.meta.dirname, 'node.py');
      const words = [process.env.CHDB_LIBRARY as string, folder, config, `${http}`, `${tcp}`];
      child = spawn('sh', ['-c', `exec python3 "$@" >${log} 2>&1`, 'sh', script, ...words]);
      const started = child;
      for (let tries = 0; tries < 300; tries += 1) {
        if (started.exitCode !== null) break;
        const answer = await fetch(`http://${host}/ping`).catch(() => undefined);
        // The other shards come by the other port, which may open later.
        if (answer?.ok === true && (await isOpen(tcp))) return;
        await wait(100);
      }
      started.kill('SIGKILL');
      throw new Error(`no ClickHouse at ${host}: ${readFileSync(log, 'utf8').slice(-2_000)}`);
    },
    async kill() {
      if (child === undefined || !isRunning()) return;
      const ended = once(child, 'exit');
      // It does not listen to SIGTERM.
      child.kill('SIGKILL');
      await ended;
    },
    async revive() {
      if (!isRunning()) await shard.start();
    },
  };
  return shard;
}
