import { expect, test } from 'vitest';
import { addTransfers, transferGraph } from '../../src/graph/transfer-graph.ts';
import { walletView } from '../../src/graph/wallet-view.ts';
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import { type Place, type TxId, wallet } from '../../src/model/place.ts';
import { coinId, type Transfer, type TransferId } from '../../src/model/transfer.ts';
import { apportion } from '../../src/trace/apportion.ts';

const CHAIN = 'list:graph' as ChainId;

function party(name: string): Place {
  return wallet(CHAIN, name as Address);
}

function leg(tx: string, id: string, from: Place, to: Place, amount: bigint): Transfer {
  const txId = tx as TxId;
  return {
    id: `${tx}/${id}` as TransferId,
    chain: CHAIN,
    txId,
    at: { height: 1, time: 1, txIndex: 0, order: undefined },
    from,
    to,
    asset: assetId('UNIT'),
    amount,
    coin: from.kind === 'junction' ? coinId(txId, Number(id.split('/')[1])) : undefined,
  };
}

function transaction(tx: string, payers: [string, bigint][], payees: [string, bigint][]): Transfer[] {
  const junction: Place = { kind: 'junction', chain: CHAIN, txId: tx as TxId };
  return [
    ...payers.map(([name, amount], n) => leg(tx, `in/${n}`, party(name), junction, amount)),
    ...payees.map(([name, amount], n) => leg(tx, `out/${n}`, junction, party(name), amount)),
  ];
}

function check(transfers: Transfer[], expected: string[]): void {
  const graph = transferGraph();
  addTransfers(graph, transfers);
  const links = walletView(graph, apportion).map(
    ({ from, to, amount, basis }) =>
      `${'address' in from ? from.address : ''}>${'address' in to ? to.address : ''} ${amount} ${basis}`,
  );
  expect(links.sort()).toEqual(expected.sort());
}

test('a transfer between wallets is a recorded link', () => {
  check([leg('t', 'value', party('A'), party('B'), 7n)], ['A>B 7 recorded']);
});

test('the same transfer told by both parties is one link, two equal transfers of one transaction are two', () => {
  const told = leg('t', 'token/c/0', party('A'), party('B'), 5n);
  const equal = leg('t', 'token/c/1', party('A'), party('B'), 5n);
  check([told, told, equal], ['A>B 5 recorded', 'A>B 5 recorded']);
});

test('a transaction with one payer links him to each payee, and his change is no payment', () => {
  check(
    transaction(
      't',
      [
        ['A', 6n],
        ['A', 4n],
      ],
      [
        ['B', 7n],
        ['A', 2n],
      ],
    ),
    ['A>B 7 sole-payer'],
  );
});

test('a transaction with one payee divides his receipt by what each payer put in', () => {
  check(
    transaction(
      't',
      [
        ['A', 1n],
        ['B', 2n],
      ],
      [['C', 3n]],
    ),
    ['A>C 1 sole-payee', 'B>C 2 sole-payee'],
  );
});

test('many payers and many payees are prorated, and each output adds up', () => {
  check(
    transaction(
      't',
      [
        ['A', 1n],
        ['B', 2n],
      ],
      [
        ['C', 2n],
        ['D', 1n],
      ],
    ),
    ['A>C 1 prorated', 'B>C 1 prorated', 'B>D 1 prorated'],
  );
});

test('one transfer told with two amounts is reported as a contradiction and the first telling stays', () => {
  const graph = transferGraph();
  const first = leg('t', 'value', party('A'), party('B'), 7n);
  addTransfers(graph, [first]);
  const added = addTransfers(graph, [{ ...first, amount: 8n }]);
  expect(added.fresh).toEqual([]);
  expect(added.contradicted.map(({ known, told }) => [known.amount, told.amount])).toEqual([[7n, 8n]]);
});
