import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listColumns } from '../../../src/chains/list/columns.ts';
import { readTransferList } from '../../../src/chains/list/read.ts';
import { address, csv, HEADER, refusal } from './support.ts';

const A = address(0xa);
const B = address(0xb);
const GOOD = `ethereum,t1,10,2024-08-02 00:24:23,,${A},${B},USD,347.55,2`;

async function only(text: string | Uint8Array) {
  const { chains } = await readTransferList(text, 'list.csv');
  const transfers = chains.flatMap((chain) => chain.transfers);
  if (transfers.length !== 1 || transfers[0] === undefined) throw new Error(`${transfers.length} transfers`);
  return transfers[0];
}

test('a row becomes the transfer it describes', async () => {
  expect(await only(csv(GOOD))).toMatchObject({
    chain: 'eip155:1',
    txId: 't1',
    at: { height: 10, time: 1_722_558_263, txIndex: undefined, order: undefined },
    from: { kind: 'wallet', address: A },
    to: { kind: 'wallet', address: B },
    asset: 'USD',
    amount: 34755n,
    coin: undefined,
  });
});

const forms: readonly [string, string][] = [
  ['a byte order mark and CRLF', `\uFEFF${csv(GOOD).replaceAll('\n', '\r\n')}`],
  ['semicolons', csv(GOOD).replaceAll(',', ';')],
  ['tabs', csv(GOOD).replaceAll(',', '\t')],
  [
    'quotes',
    csv(
      GOOD.split(',')
        .map((cell) => `"${cell}"`)
        .join(','),
    ),
  ],
  [
    'quotes and CRLF',
    csv(
      GOOD.split(',')
        .map((cell) => `"${cell}"`)
        .join(','),
    ).replaceAll('\n', '\r\n'),
  ],
  ['no line end at the end', csv(GOOD).trimEnd()],
  ['blank lines and rows of delimiters only', `\n${csv('', GOOD, ',,,,,,,,,')}\n\n`],
  [
    'blanks around cells and capitals in the header',
    `${HEADER.toUpperCase()}\n${GOOD.replaceAll(',', ' , ')}`,
  ],
  [
    'columns in another order, with others among them',
    `amount,note,decimals,asset,to,from,time,height,tx,chain\n347.55,x,2,USD,${B},${A},1722558263,10,t1,eth`,
  ],
  [
    'aliases as explorers print them',
    `Network,Transaction Hash,Blockno,DateTime (UTC),From_Address,Receiver,Token Symbol,Quantity,Decimals\nethereum,t1,10,2024-08-02 00:24:23,${A},${B},USD,347.55,2`,
  ],
  [
    'JSON lines',
    JSON.stringify({
      chain: 'ethereum',
      tx: 't1',
      height: 10,
      time: 1722558263,
      from: A,
      to: B,
      asset: 'USD',
      amount: '347.55',
      decimals: 2,
    }),
  ],
  [
    'JSON lines with a number as amount and null as order',
    `{"chain":"ethereum","tx":"t1","block":10,"time":"2024-08-02T00:24:23Z","order":null,"from":"${A}","to":"${B}","asset":"USD","amount":347.550,"decimals":"2"}\n\n`,
  ],
];

test.each(forms)('%s give the same transfer', async (_, text) => {
  expect(await only(text)).toEqual(await only(csv(GOOD)));
  expect(await only(new TextEncoder().encode(text))).toEqual(await only(csv(GOOD)));
});

test('every alias in the table is read as its column', async () => {
  const cells = new Map(HEADER.split(',').map((name, index) => [name, GOOD.split(',')[index] ?? '']));
  const expected = await only(csv(GOOD));
  for (const { name, aliases } of listColumns) {
    for (const alias of aliases) {
      const header = HEADER.split(',').map((column) => (column === name ? alias : column));
      expect(await only(`${header.join(',')}\n${[...cells.values()].join(',')}`), alias).toEqual(expected);
    }
  }
});

test('no two columns share an alias', () => {
  const names = listColumns.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test('quoted cells may hold delimiters, quotes and line ends', async () => {
  const transfer = await only(csv(`ethereum,t1,10,5,,${A},${B},"a, ""b""\nc",1,0`));
  expect(transfer.asset).toBe('a, "b"\nc');
});

test('a list without quotes is read as csv-parse would read it', async () => {
  const cell = fc.stringMatching(/^[a-z0-9 .:$-]{1,12}$/).filter((text) => text.trim() !== '');
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (assets) => {
      const rows = assets.map((asset, index) => `x,t${index},${index},5,,a,b,${asset},1,`);
      // One pair of quotes sends the whole file through csv-parse.
      const quoted = rows.map((row) => row.replace(',a,b,', ',"a",b,'));
      const plain = await readTransferList(csv(...rows), 'f');
      const parsed = await readTransferList(csv(...quoted), 'f');
      expect(plain.chains).toEqual(parsed.chains);
      expect(plain.chains[0]?.transfers.map(({ asset }) => asset)).toEqual(
        assets.map((asset) => asset.trim()),
      );
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['1e3', '0', 1000n],
  ['1.5E-7', '18', 150_000_000_000n],
  ['115792089237316195423570985008687907853269984665640564039457584007913129639935', '', 2n ** 256n - 1n],
  ['.5', '1', 5n],
  ['1.000', '0', 1n],
  ['0.000000000000000001', '18', 1n],
])('amount %s with %s decimals is exact', async (amount, decimals, units) => {
  expect((await only(csv(`x,t1,1,5,,a,b,Z,${amount},${decimals}`))).amount).toBe(units);
});

test('a chain the program does not know is a chain of its own; a name and its CAIP-2 id are one', async () => {
  const list = await readTransferList(
    csv(
      'osmosis,t1,1,5,,a,b,Z,1,',
      'eip155:1,t2,1,5,,,0x000000000000000000000000000000000000000b,Z,1,',
      `eth,t3,1,5,,${A},${B},Z,1,`,
    ),
    'f',
  );
  expect(list.chains.map(({ chain, rows }) => [chain, rows])).toEqual([
    ['eip155:1', 2],
    ['list:osmosis', 1],
  ]);
});

test('zero amounts are counted and left out', async () => {
  const list = await readTransferList(
    csv(GOOD, `ethereum,t2,11,6,,${A},${B},USD,0,2`, `ethereum,t3,11,6,,${A},${B},USD,0.00,2`),
    'f',
  );
  expect(list.zeroRows).toBe(2);
  expect(list.chains[0]?.transfers).toHaveLength(1);
  expect(list.chains[0]?.heights.map(({ height }) => height)).toEqual([10, 11]);
});

test('the hash is the SHA-256 of the bytes', async () => {
  const bytes = new TextEncoder().encode(csv(GOOD));
  const expected = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  expect((await readTransferList(bytes, 'f')).hash).toBe(expected);
  expect((await readTransferList(csv(GOOD), 'f')).hash).toBe(expected);
});

test.each([
  ['from', '', B, { kind: 'issued' }],
  ['from', 'Mint', B, { kind: 'issued' }],
  ['from', 'issued', B, { kind: 'issued' }],
  ['from', address(0), B, { kind: 'issued' }],
  ['to', A, '', { kind: 'burnt' }],
  ['to', A, 'BURN', { kind: 'burnt' }],
  ['to', A, 'fee', { kind: 'fee' }],
  ['to', A, address(0), { kind: 'burnt' }],
] as const)('%s of "%s" → "%s" is not a wallet', async (side, from, to, place) => {
  const transfer = await only(csv(`ethereum,t1,1,5,,${from},${to},Z,1,`));
  expect(transfer[side]).toMatchObject(place);
});

const broken: readonly [string, string, RegExp][] = [
  ['a negative amount', `ethereum,t2,10,5,,${A},${B},USD,-1,2`, /amount "-1" is negative/],
  [
    'an amount that is no number',
    `ethereum,t2,10,5,,${A},${B},USD,many,2`,
    /amount "many" is no decimal number/,
  ],
  [
    'an amount finer than its decimals',
    `ethereum,t2,10,5,,${A},${B},USD,0.001,2`,
    /finer than the 2 decimals/,
  ],
  [
    'an amount with a fraction and no decimals',
    `ethereum,t2,10,5,,${A},${B},EUR,0.5,`,
    /finer than the 0 decimals/,
  ],
  ['an empty amount', `ethereum,t2,10,5,,${A},${B},USD,,2`, /amount is empty/],
  [
    'a decimal comma, which makes one cell more',
    `ethereum,t2,10,5,,${A},${B},USD,1,5,2`,
    /11 cells under a header of 10/,
  ],
  ['a row cut short', 'ethereum,t2,10,5', /4 cells under a header of 10/],
  ['no tx', `ethereum,,10,5,,${A},${B},USD,1,2`, /tx is empty/],
  ['no chain', `,t2,10,5,,${A},${B},USD,1,2`, /chain is empty/],
  ['a chain that is no word', `a b,t2,10,5,,${A},${B},USD,1,2`, /chain "a b"/],
  ['no asset', `ethereum,t2,10,5,,${A},${B},,1,2`, /asset is empty/],
  ['neither side a wallet', 'ethereum,t2,10,5,,,,USD,1,2', /neither from nor to/],
  ['a fee as payer', `ethereum,t2,10,5,,fee,${B},USD,1,2`, /from cannot be fee/],
  ['a mint as payee', `ethereum,t2,10,5,,${A},mint,USD,1,2`, /to cannot be mint/],
  ['an address cut short', `ethereum,t2,10,5,,${A.slice(0, 41)},${B},USD,1,2`, /from is not 0x and 40/],
  ['an address of 201 characters', `x,t2,10,5,,${'a'.repeat(201)},b,USD,1,2`, /from is longer than 200/],
  ['a control character in an address', 'x,t2,10,5,,a\u001b[31m,b,USD,1,2', /from holds control characters/],
  [
    'a height beyond 2^53',
    `ethereum,t2,9007199254740993,5,,${A},${B},USD,1,2`,
    /height "9007199254740993" is no whole number/,
  ],
  ['a height with a point', `ethereum,t2,10.0,5,,${A},${B},USD,1,2`, /height "10\.0"/],
  ['no height', `ethereum,t2,,5,,${A},${B},USD,1,2`, /height is empty/],
  ['milliseconds', `ethereum,t2,10,1722558263000,,${A},${B},USD,1,2`, /looks like milliseconds/],
  ['no time', `ethereum,t2,10,,,${A},${B},USD,1,2`, /time is empty/],
  ['a day that does not exist', `ethereum,t2,10,2024-02-30,,${A},${B},USD,1,2`, /time "2024-02-30"/],
  ['an order that is no integer', `ethereum,t2,10,5,1.5,${A},${B},USD,1,2`, /order "1\.5"/],
  ['decimals beyond 255', `ethereum,t2,10,5,,${A},${B},EUR,1,256`, /decimals 256/],
  [
    'other decimals for the same asset',
    `ethereum,t2,10,5,,${A},${B},USD,1,3`,
    /3 decimals for an asset that has 2 in line 2/,
  ],
  [
    'another height for the same transaction',
    `ethereum,t1,11,5,,${A},${B},USD,1,2`,
    /stands at 10 in line 2/,
  ],
];

test.each(broken)('%s is refused by file and line, and the whole list with it', async (_, row, why) => {
  const error = await refusal(csv(GOOD, row), 'export.csv');
  expect(error.code).toBe('bad-ledger-row');
  expect(error.message).toMatch(/^export\.csv, line 3: /);
  expect(error.message).toMatch(why);
});

test('several broken rows are named at once, ten at most', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => `ethereum,t${index},10,5,,${A},${B},USD,x${index},2`);
  const error = await refusal(csv(...rows));
  expect(error.message).toContain('line 2:');
  expect(error.facts.filter((fact) => fact.startsWith('line '))).toHaveLength(9);
  expect(error.facts).toContain('and 2 more');
});

test('what may be a key or a seed phrase is not shown, in whichever cell it stands', async () => {
  const key = 'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262';
  const phrase =
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
  for (const secret of [key, phrase]) {
    for (const at of [0, 2, 3, 4, 5, 8, 9]) {
      const cells = GOOD.split(',');
      cells[at] = secret;
      const error = await refusal(csv(cells.join(',')));
      const said = [error.message, error.hint, ...error.facts].join('\n');
      expect(said).not.toContain(secret.slice(0, 8));
    }
  }
});

test.each([
  [
    'a missing column',
    'chain,tx,height,time,from,to,asset\nx,t,1,5,a,b,Z',
    /line 1: column amount is missing/,
  ],
  [
    'two aliases of one column',
    'chain,hash,txid,height,time,from,to,asset,amount\n',
    /columns hash and txid all mean tx/,
  ],
  ['a JSON array', '[{"chain":"x"}]', /line 1: this is a JSON array/],
  [
    'half a JSON line',
    `${JSON.stringify({ chain: 'x' }).slice(0, 8)}`,
    /line 1: this line is no whole JSON object/,
  ],
  [
    'a JSON number beyond 2^53',
    '{"chain":"x","tx":"t","height":1,"time":5,"from":"a","to":"b","asset":"Z","amount":9007199254740993}',
    /line 1: a number is beyond/,
  ],
  [
    'a JSON number of too many digits',
    '{"chain":"x","tx":"t","height":1,"time":5,"from":"a","to":"b","asset":"Z","amount":1.000000000000000001,"decimals":18}',
    /a number is beyond/,
  ],
  [
    'a JSON object as a cell',
    '{"chain":"x","tx":{},"height":1,"time":5,"from":"a","to":"b","asset":"Z","amount":1}',
    /tx is neither text nor number/,
  ],
  ['quotes that do not close', `${csv(GOOD)}ethereum,"t2,10\n`, /quotes of this record cannot be read/],
  ['an empty file', '', /line 1: the file is empty/],
  ['a page of HTML', '<!DOCTYPE html>\n<html><body>502</body></html>', /line 1: column chain is missing/],
])('%s is refused', async (_, text, why) => {
  const error = await refusal(text);
  expect(error.code).toBe('bad-ledger-row');
  expect([error.message, ...error.facts].join('\n')).toMatch(why);
});

test('a header alone, bytes that are no text and UTF-16 are refused as a file', async () => {
  expect((await refusal(`${HEADER}\n`)).code).toBe('bad-ledger-file');
  expect((await refusal(Uint8Array.of(0x1f, 0x8b, 0x08, 0xff))).code).toBe('bad-ledger-file');
  expect((await refusal(new Uint8Array(Buffer.from(csv(GOOD), 'utf16le')))).code).toBe('bad-ledger-file');
});
