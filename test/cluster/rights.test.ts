// Who may do what on a cluster, and what is said of a warehouse that cannot be used, on real servers.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { claimedCluster, importClaim } from '../../src/store/cluster-claim.ts';
import { cli } from '../support/cli.ts';
import { nameOf, type Shard, startCluster, stopCluster } from './nodes.ts';
import { arrived, filled, imported, list, onAll, opened, reader, SMALL } from './support.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shards: readonly Shard[] = [];

beforeAll(async () => {
  shards = await startCluster(2);
});
afterAll(() => stopCluster(shards));

describe('who may do what', () => {
  test('one who may only read traces, and imports nothing', async () => {
    const name = await filled(nameOf(shards, 'rights'), list(...SMALL));
    expect(await arrived(name, reader)).toEqual(await arrived(name));
    const { code, err } = await cli(
      ['warehouse', 'import', list('z,t0,1,1600000000,1,S,E,U,1,0'), '--to', name],
      {
        env: reader,
      },
    );
    expect([code, err]).toEqual([1, expect.stringContaining('cluster-refused')]);
    expect((await cli(['warehouse', 'status', name])).out).not.toContain('z (list)');
  });

  test('one without rights is told so', async () => {
    const name = await filled(nameOf(shards, 'norights'), list(...SMALL));
    const env = { CLICKHOUSE_USER: 'nobody', CLICKHOUSE_PASSWORD: 'none' };
    for (const argv of [
      ['x:S', '--ledger', name],
      ['warehouse', 'status', name],
    ]) {
      const { code, err } = await cli(argv, { env });
      expect([code, err]).toEqual([1, expect.stringContaining('cluster-refused')]);
    }
  });

  test('a warehouse that is not there, or of a newer version, is named', async () => {
    const none = await cli(['x:S', '--ledger', nameOf(shards, 'nowhere')]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no-warehouse')]);
    const name = await filled(nameOf(shards, 'newer'), list(...SMALL));
    await onAll(name, 'INSERT INTO newer.form_local (number) VALUES (99)');
    for (const argv of [
      ['x:S', '--ledger', name],
      ['warehouse', 'import', list(...SMALL), '--to', name],
    ]) {
      const { code, err } = await cli(argv);
      expect([code, err]).toEqual([1, expect.stringContaining('newer version')]);
    }
  });

  test('two imports at once: the second is told so', async () => {
    const name = nameOf(shards, 'two');
    await cli(['warehouse', 'init', name]);
    const cluster = await opened(name);
    const access = { user: 'default', password: '', transport: 'http' } as const;
    const claim = await claimedCluster(cluster, access, importClaim('two'));
    const { code, err } = await imported(name, list(...SMALL));
    expect([code, err]).toEqual([1, expect.stringContaining('import-running')]);
    // Into another warehouse of the cluster it may run.
    await filled(nameOf(shards, 'twofold'), list(...SMALL));
    claim.check();
    await claim.giveUp();
    expect((await imported(name, list(...SMALL))).code).toBe(0);
    await cluster.close();
  });

  test('a password in the name is refused, and not shown', async () => {
    const { code, err } = await cli(['x:S', '--ledger', `clickhouse://me:secret@${shards[0]?.host}/bulk`]);
    expect(code).toBe(2);
    expect(err).not.toContain('secret');
  });
});
