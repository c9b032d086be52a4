// Real answers of TronGrid and the node, recorded by trustwallet/blockatlas and GraphSense (shared/data/README.md).
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addressOfBytes, bytesOf, parseTronAddress } from '../../../src/chains/tron/address.ts';
import { listAnswer } from '../../../src/chains/tron/answer.ts';
import { SLOT } from '../../../src/chains/tron/blocks.ts';
import { tronTokens } from '../../../src/chains/tron/chain-row.ts';
import { tokenRows, txOrCallRows } from '../../../src/chains/tron/rows.ts';
import { blockOf, historyOf, overlaid, reply, told, worldOf } from './setup.ts';

const DATA = '../shared/data';
const ATLAS = `${DATA}/api-answers/trustwallet-blockatlas`;
const MOCKS = `${ATLAS}/platform/tron/mocks/tokens`;
const noAnswers = !existsSync(ATLAS);
const noBlocks = !existsSync(`${DATA}/tron-blocks`);
const noProofs = !existsSync(`${DATA}/tron-proof`);
const unless = (missing: boolean) => (missing ? ' (skipped: no shared data)' : '');

const WALLET = 'TFFriedwRtWdFuzerDDtkoQTZ29smDZ1MB';
const OLD = `${ATLAS}/mock/ext-api-data/tron-api_v1_accounts_${WALLET}_transactions__limit_25_order_by_block_timestamp_desc_token_id_.json`;

interface RawTx {
  readonly txID: string;
  readonly ret: readonly { readonly fee: number }[];
  readonly raw_data: {
    readonly contract: readonly {
      readonly type: string;
      readonly parameter: { readonly value: { amount?: number } };
    }[];
  };
}

function list(body: string): readonly unknown[] {
  const answer = listAnswer(reply(body));
  if ('failed' in answer) throw new Error(answer.text);
  return answer.rows;
}

test.skipIf(noAnswers)(
  `every recorded transaction is read, and its id is that of its bytes${unless(noAnswers)}`,
  () => {
    // readTxWords refuses a row whose raw_data_hex has another hash, or says something else than raw_data.
    for (const [file, count] of [
      [OLD, 21],
      [`${MOCKS}/accounts_txs_response.json`, 25],
    ] as const) {
      const raws = list(readFileSync(file, 'utf8')) as RawTx[];
      expect(raws).toHaveLength(count);
      const rows = txOrCallRows(raws);
      expect(rows.map((row) => row.txId)).toEqual(raws.map(({ txID }) => txID));
      for (const [index, row] of rows.entries()) {
        const raw = raws[index] as RawTx;
        if (row.kind !== 'tx') throw new Error('no calls are among them');
        expect(row.fee).toBe(BigInt(raw.ret[0]?.fee ?? 0));
        const { amount } = raw.raw_data.contract[0]?.parameter.value ?? {};
        expect(row.act.moves.map((move) => move.amount)).toEqual(
          amount === undefined ? [] : [BigInt(amount)],
        );
      }
    }
  },
);

test.skipIf(noAnswers)(
  `a recorded list becomes a history: 18 tokens received, one payment, staking and a vote that move nothing${unless(noAnswers)}`,
  async () => {
    const recorded = JSON.parse(readFileSync(OLD, 'utf8')) as {
      data: { block_timestamp: number; txID: string }[];
    };
    const world = worldOf([]);
    const head = blockOf(world, 55_000_000);
    const { http } = overlaid(world.http, ({ path, query, body }) => {
      if (path.endsWith('/transactions')) {
        const from = Number(query?.min_timestamp);
        const data = recorded.data.filter((row) => row.block_timestamp >= from).reverse();
        return reply({ ...recorded, data });
      }
      if (body === undefined) return undefined;
      // Rows of 2019 have no block number; the node is made up here, at the pace of one block in three seconds.
      const row = recorded.data.find(({ txID }) => body.includes(txID));
      const blockNumber = Math.round(((row?.block_timestamp ?? 0) - 1_530_264_444_000) / 3_000);
      return reply({ id: row?.txID, blockNumber, blockTimeStamp: row?.block_timestamp, receipt: {} });
    });
    const page = await historyOf(http, WALLET, { asOf: head });
    expect(page.gaps).toEqual([]);
    const kinds = told(page).map((line) => line.replace(/ \S+>\S+/, ''));
    expect(kinds.filter((line) => line.includes('trc10:1002000'))).toHaveLength(15);
    expect(kinds.filter((line) => /trc10:1002(798|814)/.test(line))).toHaveLength(2);
    expect(kinds.filter((line) => line === 'value 278720000')).toHaveLength(1);
  },
);

test.skipIf(noAnswers)(
  `recorded token transfers are read; one stands there twice, first as unconfirmed${unless(noAnswers)}`,
  () => {
    const text = readFileSync(`${MOCKS}/txs_trc20_response.json`, 'utf8');
    // The recording changed the last letter of one address, so that its checksum fails.
    expect(() => tokenRows(list(text))).toThrow('"TM1zzNDZD2DPASbKcgdVoTYhfmYgtfwx9D" is not an address');
    const rows = tokenRows(list(text.replaceAll('TYhfmYgtfwx9D', 'TYhfmYgtfwx9R')));
    expect(rows).toHaveLength(20);
    expect(rows.every(({ contract }) => contract === tronTokens[0]?.contract)).toBe(true);
    const transfers = rows.filter(({ isTransfer }) => isTransfer === 'yes');
    expect(transfers.filter(({ txId }) => txId.startsWith('c4052b52'))).toHaveLength(1);
    // Added up with another program: all 20 rows less the two unconfirmed ones.
    expect(transfers.reduce((sum, { value }) => sum + value, 0n)).toBe(88_155_468_935n);
  },
);

test.skipIf(noAnswers)(`a recorded page without rows may have a cursor${unless(noAnswers)}`, () => {
  const answer = listAnswer(reply(readFileSync(`${MOCKS}/txs_empty_response.json`, 'utf8')));
  expect(answer).toMatchObject({ rows: [], fingerprint: expect.stringMatching(/^AYa6eB/) as string });
});

test.skipIf(noBlocks)(
  `genuine tokens are those that GraphSense configures, and two of BitGo’s${unless(noBlocks)}`,
  () => {
    const lines = readFileSync(`${DATA}/tron-blocks/0to10000/token_configuration.json`, 'utf8')
      .trim()
      .split('\n');
    const theirs = lines.map((line) => {
      const { currencyTicker, tokenAddress, decimals } = JSON.parse(line) as Record<string, string>;
      const contract = addressOfBytes(Buffer.from(tokenAddress as string, 'base64').toString('hex'));
      return { contract, symbol: currencyTicker, decimals };
    });
    const others = ['WETH', 'WBTC', 'WBTC.new'];
    const ours = tronTokens.filter(({ symbol }) => !others.includes(symbol));
    expect(ours.map(({ contract, symbol, decimals }) => ({ contract, symbol, decimals }))).toEqual(theirs);
    expect(tronTokens).toHaveLength(theirs.length + others.length);
    for (const { contract } of tronTokens)
      expect(parseTronAddress(`41${bytesOf(parseTronAddress(contract))}`)).toBe(contract);
  },
);

test.skipIf(noBlocks)(
  `real blocks stand on slots of three seconds, never two at one time${unless(noBlocks)}`,
  () => {
    const lines = readFileSync(`${DATA}/tron-blocks/56804500to56805500/blocks.json`, 'utf8')
      .trim()
      .split('\n');
    const blocks = lines.map((line) => JSON.parse(line) as { blockId: number; timestamp: number });
    blocks.sort((a, b) => a.blockId - b.blockId);
    for (const [index, { timestamp }] of blocks.slice(1).entries()) {
      const apart = (timestamp - (blocks[index]?.timestamp ?? 0)) * 1000;
      expect([apart % SLOT, apart >= SLOT]).toEqual([0, true]);
    }
  },
);

test.skipIf(noProofs)(`the id of a real block begins with its number${unless(noProofs)}`, () => {
  const headers = JSON.parse(readFileSync(`${DATA}/tron-proof/headers.json`, 'utf8')) as {
    blockID: string;
    block_header: { raw_data: { number: number } };
  }[];
  for (const { blockID, block_header } of headers)
    expect(Number.parseInt(blockID.slice(0, 16), 16)).toBe(block_header.raw_data.number);
});
