import * as ecc from '@bitcoinerlab/secp256k1';
import { address as codec, initEccLib, payments } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import { type EsploraTx, esploraTx } from '../../../src/chains/bitcoin/esplora-shapes.ts';
import { placeOfScript, scriptOfAddress } from '../../../src/chains/bitcoin/script-place.ts';
import { transfersOfTx } from '../../../src/chains/bitcoin/transfers-of-tx.ts';
import { KnownError } from '../../../src/model/errors.ts';
import type { Transfer } from '../../../src/model/transfer.ts';
import { fromFlat } from '../../support/esplora-world.ts';
import { absent, idOf, made, scriptOf, sharedText, sharedTxs } from './support.ts';

initEccLib(ecc);

function total(transfers: readonly Transfer[], where: (one: Transfer) => boolean): bigint {
  return transfers.filter(where).reduce((sum, one) => sum + one.amount, 0n);
}

function refusal(tx: EsploraTx): KnownError {
  try {
    transfersOfTx(tx);
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
  throw new Error('accepted');
}

const plain = made(
  'plain',
  7,
  [
    ['a', 1, 'ann', 700],
    ['b', 0, 'ann', 300],
  ],
  [
    ['bob', 600],
    ['ann', 0],
    ['ann', 350],
  ],
);

test('inputs melt into the transaction, which pays outputs and fee; zero amounts are left out', () => {
  const id = idOf('plain');
  const rows = transfersOfTx(plain).map((one) => [
    one.id,
    one.from.kind,
    one.to.kind,
    one.amount,
    one.coin,
    one.at?.order,
  ]);
  expect(rows).toEqual([
    [`${id}/in/0`, 'wallet', 'junction', 700n, `${idOf('a')}:1`, 0],
    [`${id}/in/1`, 'wallet', 'junction', 300n, `${idOf('b')}:0`, 1],
    [`${id}/out/0`, 'junction', 'wallet', 600n, `${id}:0`, 2],
    [`${id}/out/2`, 'junction', 'wallet', 350n, `${id}:2`, 4],
    [`${id}/fee`, 'junction', 'fee', 50n, undefined, 5],
  ]);
  expect(transfersOfTx(plain)[0]?.at).toEqual({
    height: 7,
    time: 1_600_004_200,
    txIndex: undefined,
    order: 0,
  });
});

test('an unconfirmed transaction has no position', () => {
  const tx = made('loose', undefined, [['a', 0, 'ann', 5]], [['bob', 5]]);
  expect(transfersOfTx(tx).map((one) => one.at)).toEqual([undefined, undefined]);
});

test('a coinbase issues the sum of its outputs', () => {
  const tx: EsploraTx = {
    ...made(
      'mined',
      9,
      [],
      [
        ['ann', 40],
        ['bob', 10],
      ],
    ),
    vin: [{ txid: '0'.repeat(64), vout: 0xffffffff, prevout: null, is_coinbase: true }],
    fee: 0,
  };
  const [first, ...rest] = transfersOfTx(tx);
  expect(first).toMatchObject({
    from: { kind: 'issued' },
    to: { kind: 'junction' },
    amount: 50n,
    coin: undefined,
  });
  expect(rest.map((one) => one.amount)).toEqual([40n, 10n]);
  expect(refusal({ ...tx, fee: 3 }).code).toBe('transaction-refused');
});

test.each([
  ['OP_RETURN', '6a0568656c6c6f'],
  ['a script too long to be run', `51${'61'.repeat(10_000)}`],
])('what is paid to %s is burnt', (_, script) => {
  const tx = { ...plain, vout: [{ scriptpubkey: script, value: 950 }] };
  expect(transfersOfTx(tx)[2]).toMatchObject({ to: { kind: 'burnt' }, amount: 950n });
});

test('P2PK is a script place with the address of its key', () => {
  // Block 170's first payment: Hal Finney's key and address are published in many places.
  const key =
    '04ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84c';
  expect(placeOfScript(`41${key}ac`)).toEqual({
    kind: 'script',
    chain: 'bip122:000000000019d6689c085ae165831e93',
    scriptHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    keyAddress: '1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3',
  });
});

test('the script hash is the plain SHA-256 of the script, as Esplora wants it', () => {
  // sha256 of one byte 0x51 (OP_TRUE): 4ae81572f06e1b88fd5ced7a1a000945432e83e1551e6f721ee9c00b8cc33260
  expect(placeOfScript('51')).toMatchObject({
    kind: 'script',
    scriptHash: '4ae81572f06e1b88fd5ced7a1a000945432e83e1551e6f721ee9c00b8cc33260',
  });
});

test.each<[string, EsploraTx, string]>([
  ['sums that do not fit', { ...plain, fee: 51 }, 'inputs are 1000 sat, outputs 950 and fee 51'],
  [
    'a missing previous output',
    { ...plain, vin: [{ txid: idOf('a'), vout: 1, prevout: null }] },
    'input 0 lacks',
  ],
  ['a coin spent twice', { ...plain, vin: [...plain.vin.slice(0, 1), ...plain.vin.slice(0, 1)] }, 'twice'],
])('%s: refused by name', (_, tx, what) => {
  const error = refusal(tx);
  expect(error.code).toBe('transaction-refused');
  expect(error.message).toContain(tx.txid);
  expect(error.message).toContain(what);
});

test('an address that contradicts the script is a disagreement, never a choice', () => {
  const output = {
    scriptpubkey: scriptOf('bob'),
    scriptpubkey_address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    value: 950,
  };
  const error = refusal({ ...plain, vout: [output] });
  expect(error.code).toBe('source-disagreement');
  expect(error.message).toContain(plain.txid);
});

test.each([-1, 1.5, 9007199254740992, '5', null])('an amount of %j is not let in', (value) => {
  expect(esploraTx.safeParse({ ...plain, fee: value }).success).toBe(false);
  const vout = [{ scriptpubkey: scriptOf('bob'), value }];
  expect(esploraTx.safeParse({ ...plain, vout }).success).toBe(false);
});

/** Published: coinbase − subsidy of 25 BTC (shared/data/README.md). */
const blocks: readonly (readonly [string, number, bigint])[] = [
  ['btc-esplora/mainnet_block_277647.json', 213, 4_737_355n],
  ['btc-esplora/mainnet_block_300025.json', 461, 7_773_345n],
];

for (const [path, count, fees] of blocks) {
  const skipped = absent(path);
  test.skipIf(skipped)(
    `${path}: all convert and balance${skipped ? ' (skipped: no shared data)' : ''}`,
    () => {
      const txs = sharedTxs(path).map((tx) => esploraTx.parse(tx));
      const transfers = txs.flatMap((tx) => transfersOfTx(tx));
      expect(txs).toHaveLength(count);
      expect(total(transfers, (one) => one.to.kind === 'fee')).toBe(fees);
      expect(total(transfers, (one) => one.from.kind === 'issued')).toBe(2_500_000_000n + fees);
      expect(new Set(transfers.map((one) => one.id)).size).toBe(transfers.length);
      for (const tx of txs) {
        const own = transfers.filter((one) => one.txId === tx.txid);
        expect(total(own, (one) => one.to.kind === 'junction')).toBe(
          total(own, (one) => one.from.kind === 'junction'),
        );
      }
    },
  );
}

const samples = [
  'bare-multisig',
  'batch-withdrawal-143',
  'dust-attack-555',
  'joinmarket-coinjoin',
  'op-return-charley',
  'simple-legacy-p2pkh',
  'taproot-op-return',
  'taproot-script-path',
  'wabisabi-coinjoin',
  'whirlpool-coinjoin',
  'satoshi-genesis-txs',
].map((name) => `coinjoin/${name}.json`);

/** bitcoinjs-lib's own reading of a script, with the curve check that ours leaves out. */
function libraryAddress(script: string): string | undefined {
  try {
    return codec.fromOutputScript(Buffer.from(script, 'hex'));
  } catch {
    return undefined;
  }
}

for (const path of [...samples, ...blocks.map(([block]) => block), 'btc-esplora/mainnet_blocks_1_255.json']) {
  const skipped = absent(path);
  test.skipIf(skipped)(
    `${path}: each script lies where bitcoinjs-lib says${skipped ? ' (skipped: no shared data)' : ''}`,
    () => {
      const txs = [sharedTxs(path)].flat().map((tx) => esploraTx.parse(tx));
      const outputs = txs.flatMap((tx) => [...tx.vout, ...tx.vin.flatMap((input) => input.prevout ?? [])]);
      expect(outputs.length).toBeGreaterThan(0);
      for (const tx of txs) expect(transfersOfTx(tx).length).toBeGreaterThan(1);
      for (const output of outputs) {
        const place = placeOfScript(output.scriptpubkey);
        const address = libraryAddress(output.scriptpubkey);
        expect(place.kind === 'wallet' ? place.address : undefined).toBe(address);
        if (address !== undefined) expect(scriptOfAddress(address)).toBe(output.scriptpubkey);
        if (place.kind !== 'script' || place.keyAddress === undefined) continue;
        const { pubkey } = payments.p2pk({ output: Buffer.from(output.scriptpubkey, 'hex') });
        expect(place.keyAddress).toBe(payments.p2pkh({ pubkey: pubkey as Uint8Array }).address);
      }
    },
  );
}

for (const [path, count] of [
  ['colonial/txs.json', 10],
  ['coinjoin/whirlpool_pair.json', 2],
] as const) {
  const skipped = absent(path);
  test.skipIf(skipped)(
    `${path}: the flat shape converts and balances${skipped ? ' (skipped: no shared data)' : ''}`,
    () => {
      const flat = JSON.parse(sharedText(path));
      const txs = fromFlat(flat).map((tx) => esploraTx.parse(tx));
      expect(txs).toHaveLength(count);
      const transfers = txs.flatMap((tx) => transfersOfTx(tx));
      const paid = flat.reduce((sum: number, tx: { fee: number }) => sum + tx.fee, 0);
      expect(total(transfers, (one) => one.to.kind === 'fee')).toBe(BigInt(paid));
    },
  );
}

test.skipIf(absent('coinjoin/bare-multisig.json'))(
  'bare multisig is a script place without a key address',
  () => {
    const tx = esploraTx.parse(sharedTxs('coinjoin/bare-multisig.json'));
    const scripts = transfersOfTx(tx).filter((one) => one.to.kind === 'script');
    expect(scripts).toHaveLength(1);
    expect(scripts[0]?.to).not.toHaveProperty('keyAddress');
  },
);
