// The first Bitcoin payments (blocks 1–255): the coin of block 9 followed to height 255. Facts: shared/reference/cases.md.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ResultJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { type EsploraTx, esploraWorld } from '../support/esplora-world.ts';

const FILE = '../shared/data/btc-esplora/mainnet_blocks_1_255.json';
const COIN = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9:0';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';

test.skipIf(!existsSync(FILE))(
  'of 50 BTC six coins stand unspent at height 255, 10 BTC of them at 1Q2TWHE3…, and no fee was paid (skipped: no shared data)',
  async () => {
    const txs = JSON.parse(readFileSync(FILE, 'utf8')) as EsploraTx[];
    const answer = esploraWorld(txs, { tipHeight: 255 });
    const { code, out } = await cli(
      ['--tx', COIN, '--as-of', '255', '--min-value', '0', '--json', '--no-store'],
      {
        http: async (request) => answer(request),
      },
    );
    expect(code).toBe(0);
    const result = JSON.parse(out) as ResultJson;
    const held = result.held?.map(({ address, amounts }) => [address, amounts.fifo?.[BTC]] as const) ?? [];
    expect(held.map(([, amount]) => Number(amount) / 1e8).sort((a, b) => a - b)).toEqual([
      1, 1, 10, 10, 10, 18,
    ]);
    expect(held.filter(([address]) => address === '1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3')).toEqual([
      ['1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3', '1000000000'],
    ]);
    expect(held.filter(([, amount]) => amount === '1800000000')).toEqual([
      ['12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S', '1800000000'],
    ]);
    expect(result.fees?.amounts).toEqual({});
    expect(result.held?.every(({ script }) => script !== undefined)).toBe(true);
  },
);

test.skipIf(!existsSync(FILE))(
  'the coin is followed just the same when its own transaction is not at hand (skipped: no shared data)',
  async () => {
    const txs = (JSON.parse(readFileSync(FILE, 'utf8')) as EsploraTx[]).filter(
      ({ txid }) => txid !== COIN.split(':')[0],
    );
    const answer = esploraWorld(txs, { tipHeight: 255 });
    const argv = ['--tx', COIN, '--as-of', '255', '--min-value', '0', '--json', '--no-store'];
    const { code, out } = await cli(argv, { http: async (request) => answer(request) });
    expect(code).toBe(0);
    const result = JSON.parse(out) as ResultJson;
    expect(result.seeds?.[0]?.injected[BTC]).toBe('5000000000');
    expect(result.held?.length).toBe(6);
  },
);
