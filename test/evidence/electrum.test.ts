// Proofs of Bitcoin from an Electrum server, through real sockets: the same as from Esplora, recorded and replayed.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { opened } from '../../src/evidence/manifest.ts';
import type { Http } from '../../src/model/http.ts';
import { online } from '../../src/net/online.ts';
import { cli } from '../support/cli.ts';
import { electrumServer } from '../support/electrum-server.ts';
import { written } from '../support/listed.ts';
import { rawEsplora } from '../support/proof-esplora.ts';
import { block9, block170 } from './first-blocks.ts';

const COIN = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
const folder = mkdtempSync(join(tmpdir(), 'trace-electrum-'));
const labels = written(
  'labels.csv',
  'chain,address,name,category,source\nbitcoin,1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3,A service,exchange,made up for this test\n',
);
const blocks = [block9, block170];
const esplora = rawEsplora(blocks, 176);

async function serving(tls?: { key: string; cert: string }) {
  const server = await electrumServer(blocks, { tip: 176, ...(tls === undefined ? {} : { tls }) });
  onTestFinished(() => server.close());
  return server;
}

/** Esplora tells spendings and counts, and no proofs: these come over the wire. */
async function proved(
  url: string,
  name: string,
  ...more: string[]
): Promise<{ code: number; err: string; file: string }> {
  const plain = join(folder, `${name}-plain.zip`);
  const own = ['--labels', labels, '--no-store', '--quiet', '--bundle', plain];
  const argv = ['--tx', `${COIN}:0`, '--as-of', '170', ...own];
  expect((await cli(argv, { http: esplora })).code).toBe(0);
  const file = join(folder, `${name}.zip`);
  const { code, err } = await cli(
    ['prove', plain, '--output', file, '--no-store', '--service', `electrum=${url}`, ...more],
    {
      online: (services): Http => {
        const wire = online(services, 2_000);
        return async (request, signal) => {
          if (request.service === 'electrum') return wire(request, signal);
          const isProof = /merkle-proof|\/hex$|\/header$|^\/blocks|block-height/.test(request.path);
          return isProof ? { status: 404, headers: {}, body: 'no' } : esplora(request, signal);
        };
      },
    },
  );
  return { code, err, file };
}
const proofsIn = (file: string): string =>
  Buffer.from(opened(readFileSync(file)).parts.get('proofs/bitcoin.json') as Uint8Array).toString();

async function fromEsplora(): Promise<string> {
  const file = join(folder, 'esplora.zip');
  const plain = join(folder, 'tcp-plain.zip');
  expect((await cli(['prove', plain, '--output', file, '--no-store'], { http: esplora })).code).toBe(0);
  return proofsIn(file);
}

describe('an Electrum server of one’s own', () => {
  test('gives the proofs that Esplora gives, and its address is in no part and no message', async () => {
    const { port, asked } = await serving();
    const tape = join(folder, 'electrum.jsonl');
    const { code, err, file } = await proved(`tcp://127.0.0.1:${port}`, 'tcp', '--record', tape);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(proofsIn(file)).toBe(await fromEsplora());
    expect(new Set(asked)).toEqual(
      new Set([
        'blockchain.transaction.get',
        'blockchain.transaction.get_merkle',
        'blockchain.transaction.id_from_pos',
        'blockchain.block.header',
        'blockchain.block.headers',
        'blockchain.headers.subscribe',
      ]),
    );
    const { out } = await cli(['verify', file, '--json']);
    const { transfers } = JSON.parse(out) as { transfers: { standing: string }[] };
    expect(transfers.map(({ standing }) => standing)).toEqual(['proved', 'proved', 'proved']);
    for (const part of opened(readFileSync(file)).parts.values())
      expect(Buffer.from(part).toString()).not.toContain(String(port));

    const again = join(folder, 'again.zip');
    const replayed = await cli(['prove', join(folder, 'tcp-plain.zip'), '--output', again, '--replay', tape]);
    expect(replayed.code).toBe(0);
    expect(proofsIn(again)).toBe(proofsIn(file));
  });

  test('is not missed where a tape was recorded without one', async () => {
    const plain = join(folder, 'tcp-plain.zip');
    const tape = join(folder, 'without.jsonl');
    const argv = ['prove', plain, '--output', join(folder, 'without.zip')];
    expect((await cli([...argv, '--no-store', '--record', tape], { http: esplora })).code).toBe(0);
    expect(await cli([...argv, '--replay', tape])).toEqual({ code: 0, out: '', err: '' });
    // Of a tape that lacks an answer, who is not on it is not said to have failed.
    const rows = readFileSync(tape, 'utf8').split('\n');
    writeFileSync(tape, rows.filter((row) => !row.includes('merkle-proof')).join('\n'));
    const { code, err } = await cli([...argv, '--replay', tape]);
    expect(code).toBe(3);
    expect(err).toContain('mempool.space');
    expect(err).not.toContain('electrum');
  });

  test('that is not there leaves nothing proved, and is named by its service alone', async () => {
    const { port, close } = await electrumServer(blocks, { tip: 176 });
    await close();
    const { code, err } = await proved(`tcp://127.0.0.1:${port}`, 'gone');
    expect(code).toBe(3);
    expect(err).toContain('No usable answer from electrum: the connection failed (ECONNREFUSED)');
    expect(err).not.toContain(String(port));
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

test.skipIf(!hasOpenssl)(
  `over TLS a certificate that nobody vouches for is taken by its pin alone${hasOpenssl ? '' : ' (skipped: no openssl)'}`,
  async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const make = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost`;
    execFileSync('openssl', [...make.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const { port } = await serving({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
    const url = `tls://127.0.0.1:${port}`;
    const pin = createHash('sha256')
      .update(new X509Certificate(readFileSync(cert)).raw)
      .digest('hex');
    const pinned = await proved(`${url}?pin=${pin}`, 'pinned');
    expect({ code: pinned.code, err: pinned.err }).toEqual({ code: 0, err: '' });
    expect((await proved(url, 'unpinned')).code).not.toBe(0);
    expect((await proved(`${url}?pin=${'0'.repeat(64)}`, 'mispinned')).code).not.toBe(0);
  },
);
