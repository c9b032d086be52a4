// A warehouse of the lower blocks of Bitcoin and a service that tells of all: together they tell what the service tells alone,
// wherever the warehouse ends, on the real first payments (blocks 1 to 255).
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli } from '../../support/cli.ts';
import { esploraWorld } from '../../support/esplora-world.ts';
import { answers, ETL_FOLDER, etl } from './bitcoin-etl.ts';
import { warehouseOf, written } from './support.ts';

const isThere = existsSync(ETL_FOLDER);
/** The coin of block 9, spent in block 170, its change in 181, 182, 183 and 248. */
const COIN = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9:0';
const WALLET = '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S';

describe.skipIf(!isThere)(
  `a warehouse with the service above it${isThere ? '' : ' (skipped: no shared data)'}`,
  () => {
    test('traces coins and wallets, forward and back, as the service does alone', async () => {
      const txs = answers('mainnet_blocks_1_255');
      const asked: string[] = [];
      const answer = esploraWorld(txs as never, { tipHeight: 255 });
      const http = async (request: Parameters<typeof answer>[0]) => {
        asked.push(request.path);
        return answer(request);
      };
      async function told(...argv: string[]) {
        const words = [...argv, '--as-of', '255', '--min-value', '0', '--json', '--no-store'];
        const { code, out, err } = await cli(words, { http });
        if (out === '') throw new Error(`${code} ${err}`);
        const { statement, held, endpoints, paths, gaps, sources } = JSON.parse(out, (key, value) =>
          key === 'services' ? undefined : value,
        );
        return { code, statement, held, endpoints, paths, gaps, sources };
      }
      const questions = [
        ['--tx', COIN],
        [WALLET, '--hops', '6'],
        [WALLET, '--backward'],
        [WALLET, '--hops', '6', '--hub-limit', '7'],
      ];
      const alone = await Promise.all(questions.map((question) => told(...question)));
      // Six coins of it stand unspent at height 255 (shared/reference/cases.md).
      expect(alone[0]?.held.length).toBe(6);
      for (const last of [9, 170, 181, 255]) {
        const lower = txs.filter(({ status }) => status.block_height <= last);
        const file = await warehouseOf(written('transactions.json', etl(lower)), '--covers', `0-${last}`);
        for (const [at, question] of questions.entries()) {
          const both = await told(...question, '--ledger', `sqlite:${file}`, '--live-above');
          expect({ last, question, ...both }).toEqual({ last, question, ...alone[at] });
        }
      }
      // Not the service alone: of a coin that the warehouse has spent it is asked nothing.
      const file = await warehouseOf(written('transactions.json', etl(txs)), '--covers', '0-255');
      asked.length = 0;
      await told('--tx', COIN, '--ledger', `sqlite:${file}`, '--live-above');
      expect(asked.filter((path) => path.includes(COIN.slice(0, 64)))).toEqual([]);
    }, 120_000);
  },
);
