// trace doctor: what it says of services that answer, refuse, hang or talk nonsense; and never a key.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KnownError } from '../../src/model/errors.ts';
import type { Http, Response } from '../../src/model/http.ts';
import type { Checkup } from '../../src/report/doctor.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';

const SECRET = 'SECRETKEY12345';

function said(body: string, status = 200): Response {
  return { status, headers: {}, body };
}

/** As the services answer: shared/reference/apis.md. */
const world: Http = async ({ service, path, query, body }) => {
  if (service === 'mempool.space') return said('914900');
  if (service === 'blockstream.info')
    throw new KnownError('network-failed', 'No usable answer from blockstream.info: refused', { hint: 'x' });
  if (
    service === 'eth.blockscout.com' &&
    path === '/api/eth-rpc' &&
    body?.includes('eth_blockNumber') === true
  )
    return said('{"jsonrpc":"2.0","id":1,"result":"0x10"}');
  if (service === 'api.etherscan.io' && query?.action === 'eth_blockNumber')
    return said('{"status":"0","message":"NOTOK","result":"Invalid API Key (#err2)|IN-1"}');
  if (service === 'api.trongrid.io' && path === '/walletsolidity/getnowblock')
    return said('{"blockID":"00","block_header":{"raw_data":{"number":66000000}}}');
  return said('<html>maintenance</html>', 503);
};

async function checkup(more: Parameters<typeof cli>[1], ...argv: string[]): Promise<Checkup> {
  const { code, out, err } = await cli(['doctor', '--json', ...argv], more);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).not.toContain(SECRET);
  return JSON.parse(out) as Checkup;
}

describe('trace doctor', () => {
  test('says of each service whether it answers, how high its chain is, and what is wrong', async () => {
    const { services } = await checkup({ http: world, env: { ETHERSCAN_API_KEY: SECRET } });
    const of = (name: string) => services.find((service) => service.name === name);
    expect(of('mempool.space')).toMatchObject({ state: 'answers', height: 914_900, ms: 0 });
    expect(of('eth.blockscout.com')).toMatchObject({ state: 'answers', height: 16 });
    expect(of('api.trongrid.io')).toMatchObject({ state: 'answers', height: 66_000_000 });
    expect(of('blockstream.info')).toMatchObject({ state: 'does not answer' });
    expect(of('api.etherscan.io')).toMatchObject({ state: 'refuses the key', key: 'environment' });
    expect(of('base.blockscout.com')).toMatchObject({ state: 'answers something else', why: 'status 503' });
    expect(of('node.ethereum')).toMatchObject({ state: 'not asked' });
  });

  test('without a key says that one is needed, and where a key comes from', async () => {
    const file = join(await temporaryFolder(), 'config.json');
    writeFileSync(file, JSON.stringify({ services: { 'api.trongrid.io': { key: SECRET } } }));
    const { services, config } = await checkup({ http: world }, '--config', file);
    expect(config).toEqual({ file, isThere: true });
    expect(services.find(({ name }) => name === 'api.etherscan.io')).toMatchObject({ state: 'needs a key' });
    expect(services.find(({ name }) => name === 'api.trongrid.io')).toMatchObject({
      key: 'config',
      state: 'answers',
    });
  });

  test('asks nobody with --offline, and tells labels and what is stored', async () => {
    const store = join(await temporaryFolder(), 'store');
    mkdirSync(store);
    for (const name of ['a.json', 'b.json']) writeFileSync(join(store, name), 'x'.repeat(700));
    const found = await checkup({}, '--offline', '--store', store);
    expect(new Set(found.services.map(({ state }) => state))).toEqual(new Set(['not asked']));
    expect(found.store).toEqual({ folder: store, files: 2, bytes: 1400 });
    expect(found.labels.map(({ pack }) => pack)).toEqual(['built-in']);
    const { out } = await cli(['doctor', '--offline', '--store', store]);
    expect(out).toContain('2 files, 1.4 kB');
    // The clock of the test stands at 2023-11-14; the newest row of the pack is later: no age below zero.
    expect(out).toMatch(/built-in +\d+ +\d{4}-\d\d-\d\d, \d/);
  });
});
