// Whose notes count: those beside one payment of TRX or of a genuine token, by whoever sends the transaction.
import { expect, test } from 'vitest';
import { tokenBook } from '../../../src/chains/token-book.ts';
import { genuineTokens, trc20Asset } from '../../../src/chains/tron/chain-row.ts';
import { memoActs } from '../../../src/chains/tron/memos.ts';
import { ownTransfers, tokenTransfers } from '../../../src/chains/tron/transfers.ts';
import type { TxWords } from '../../../src/chains/tron/tx-words.ts';
import type { Address } from '../../../src/model/address.ts';
import { TRON } from '../../../src/model/chain.ts';
import type { TxId } from '../../../src/model/place.ts';
import { transferData, tronAddress } from '../../support/trongrid-bytes.ts';

const [PAYER, VAULT, OTHER, FAKE] = ['payer', 'vault', 'other', 'a token of nobody'].map(tronAddress) as [
  Address,
  Address,
  Address,
  Address,
];
const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' as Address;
const txId = '5e'.repeat(32) as TxId;
const at = { height: 1, time: 1, txIndex: 0 };
const book = tokenBook(TRON, genuineTokens());
book.learn([{ asset: trc20Asset(FAKE), symbol: 'COIN', decimals: 6 }]);

function said(words: Partial<TxWords['act']>, tokens: readonly { from: Address; contract: Address }[]) {
  const act = {
    type: 'TriggerSmartContract',
    owner: PAYER,
    moves: [],
    call: undefined,
    lacks: undefined,
    ...words,
  };
  const tx: TxWords = { txId, act, outcome: 'done', fee: 5n, memo: '=:e:0xab' };
  const moves = tokens.map((each) => ({ ...each, to: VAULT, amount: 800n, at: 0 }));
  const transfers = [...ownTransfers(book.native.id, tx, undefined, at), ...tokenTransfers(txId, moves, at)];
  return memoActs(book, tx, transfers).sendings.map(({ amount, assets, leg, sender }) => [
    amount,
    ...assets,
    leg,
    sender,
  ]);
}
const calling = (contract: Address, data = transferData(VAULT, 800n)) => ({ call: { contract, data } });

test('beside a payment of TRX and of a genuine token', () => {
  const trx = { type: 'TransferContract', moves: [{ to: VAULT, token: undefined, amount: 800n }] };
  expect(said(trx, [])).toEqual([[800n, book.native.id, `${txId}/value`, PAYER]]);
  expect(said(calling(USDT), [{ from: PAYER, contract: USDT }])).toEqual([
    [800n, trc20Asset(USDT), expect.stringMatching(`^${txId}/token/`), PAYER],
  ]);
});

test.each<[string, Parameters<typeof said>]>([
  ['a token that anybody can issue', [calling(FAKE), [{ from: PAYER, contract: FAKE }]]],
  ['another token than the one that is called', [calling(USDT), [{ from: PAYER, contract: FAKE }]]],
  ['what somebody else pays', [calling(USDT), [{ from: OTHER, contract: USDT }]]],
  [
    'a call of another kind',
    [calling(USDT, `23b872dd${'0'.repeat(192)}`), [{ from: PAYER, contract: USDT }]],
  ],
  [
    'a TRC-10 token',
    [{ type: 'TransferAssetContract', moves: [{ to: VAULT, token: '1002000', amount: 8n }] }, []],
  ],
  ['nothing at all', [calling(USDT), []]],
])('not beside %s', (_, [words, tokens]) => {
  expect(said(words, tokens)).toEqual([]);
});
