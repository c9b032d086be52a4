// Inferred deposit addresses where a real node tells the histories: made-up ones (deposit-worlds.ts) played on anvil, a block
// for each payment, and read through its JSON-RPC as the program reads a node. Ether alone; not the kinds that need a token
// or a contract.
import { createHash } from 'node:crypto';
import { type EvmChain, evmChain } from '../../../src/chains/evm/chains-table.ts';
import { explorerLedger } from '../../../src/chains/evm/explorer-ledger.ts';
import { judgeDeposit } from '../../../src/labels/deposits/judge.ts';
import { defaultDeposits } from '../../../src/labels/deposits/parameters.ts';
import type { Address } from '../../../src/model/address.ts';
import { ETHEREUM } from '../../../src/model/chain.ts';
import type { Page, Scope } from '../../../src/model/ledger.ts';
import { placeKey, type WalletPlace, wallet } from '../../../src/model/place.ts';
import { type Anvil, noAnvil, startAnvil } from '../../support/anvil.ts';
import { bookOf, ETH, HOUR, type Line, units } from '../../support/deposit-histories.ts';
import { accountKinds, dice, mainWallets } from './deposit-worlds.ts';
import { type Counted, countedTable, inAll, type Measurement } from './measurement.ts';

/** Of each kind. */
const EACH = 20;
const GAS = 21_000n;
/** After the first block of the node. */
const BEGIN = 1_700_010_000;
const YEAR = 365 * 86_400;

interface Played {
  readonly kind: string;
  readonly isDeposit: boolean;
  readonly address: Address;
  readonly lines: readonly Line[];
}

/** Every transaction is one payment of ether, with its fee or without. */
function isPlain(lines: readonly Line[]): boolean {
  const paid = lines.filter(({ to }) => to !== 'fee').map(({ tx }, index) => tx ?? `own ${index}`);
  const known = new Set(lines.flatMap(({ from, to }) => [from, to]));
  return (
    lines.every(({ asset }) => asset === undefined) &&
    new Set(paid).size === paid.length &&
    !known.has('issued') &&
    !known.has('burnt')
  );
}

/** In the order of time: never more than it has. */
function isPayable(lines: readonly Line[]): boolean {
  let held = 0n;
  return [...lines]
    .sort((a, b) => a.at - b.at)
    .every(({ from, to, amount }) => {
      if (to === 'w') held += units(amount, ETH);
      if (from === 'w') held -= units(amount, ETH);
      return held >= 0n;
    });
}

/** A name as an address; what a wallet is called in its own world is no other's. */
function addressOf(name: string): Address {
  return `0x${createHash('sha256').update(name).digest('hex').slice(0, 40)}` as Address;
}

function worlds(): readonly Played[] {
  const all = accountKinds.flatMap(({ kind, isDeposit, make }, index) =>
    Array.from({ length: EACH }, (_, nth): Played => {
      const lines = make(dice(7_000_000 + 10_000 * index + nth), { chain: ETHEREUM, asset: undefined });
      return { kind, isDeposit, address: addressOf(`${kind} ${nth}`), lines };
    }),
  );
  const plain = new Set(accountKinds.map(({ kind }) => kind));
  for (const { kind, lines } of all) if (!isPlain(lines) || !isPayable(lines)) plain.delete(kind);
  return all.filter(({ kind }) => plain.has(kind));
}

async function play(node: Anvil, played: readonly Played[]): Promise<void> {
  const payments = played.flatMap(({ address, lines }) => {
    const real = (name: string): Address => (name === 'w' ? address : addressOf(name));
    const feeOf = (tx: string | undefined): bigint => {
      const fee = lines.find((line) => line.to === 'fee' && line.tx === tx && tx !== undefined);
      return fee === undefined ? 0n : units(fee.amount, ETH);
    };
    return lines
      .filter(({ to }) => to !== 'fee')
      .map(({ at, from, to, amount, tx }) => ({
        time: BEGIN + Math.round(at * HOUR),
        from: real(from),
        to: real(to),
        value: hex(units(amount, ETH)),
        gas: hex(GAS),
        gasPrice: hex(feeOf(tx) / GAS),
      }));
  });
  const own = new Set(played.map(({ address }) => address));
  for (const payer of new Set(payments.map(({ from }) => from)))
    if (!own.has(payer)) await node.rpc('anvil_setBalance', payer, hex(units('1000000', ETH)));
  await node.rpc('anvil_removeBlockTimestampInterval');
  // Mined by hand: a payment is refused by the pool before the one that it lives on is in a block.
  await node.rpc('evm_setAutomine', false);
  let before = 0;
  for (const { time, ...payment } of payments.sort((a, b) => a.time - b.time)) {
    before = Math.max(time, before + 1);
    await node.rpc('evm_setNextBlockTimestamp', before);
    await node.rpc('eth_sendTransaction', payment);
    await node.rpc('evm_mine');
  }
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** What the node says of each address. */
async function histories(node: Anvil, places: readonly WalletPlace[]): Promise<ReadonlyMap<string, Page>> {
  const ledger = explorerLedger(node.http, evmChain(ETHEREUM) as EvmChain, { sources: ['node'] });
  const height = Number(await node.rpc('eth_blockNumber'));
  const { signal } = new AbortController();
  const asOf = await ledger.head({ height }, signal);
  const scope: Scope = { asOf, hubLimit: Number.POSITIVE_INFINITY, concurrency: 2, signal };
  const pages = new Map<string, Page>();
  for await (const page of ledger.transfersOf(places, scope)) {
    if (page.gaps.length > 0 || typeof page.subject === 'string')
      throw new Error(`the node's answers leave a gap: ${page.gaps[0]?.why}`);
    if (pages.has(placeKey(page.subject))) throw new Error('a history in two pages');
    pages.set(placeKey(page.subject), page);
  }
  return pages;
}

export const measureDepositsOnNode: Measurement = async () => {
  if (noAnvil !== '') return undefined;
  const node = await startAnvil([
    '--block-base-fee-per-gas',
    '0',
    '--disable-min-priority-fee',
    '--auto-impersonate',
  ]);
  try {
    const played = worlds();
    await play(node, played);
    const places = played.map(({ address }) => wallet(ETHEREUM, address) as WalletPlace);
    const pages = await histories(node, places);
    const book = bookOf(
      Object.fromEntries(
        mainWallets.map((name) => [addressOf(name), { entity: name.split('-')[0] as string }]),
      ),
      ETHEREUM,
    );
    const rows = new Map<string, Counted>();
    for (const [index, { kind, isDeposit }] of played.entries()) {
      const place = places[index] as WalletPlace;
      const judged = judgeDeposit(place, 'account', pages.get(placeKey(place))?.transfers ?? [], {
        book,
        infoOf: () => ({ id: ETH, symbol: 'ETH', decimals: 18, genuine: true }),
        asOf: BEGIN + YEAR,
        parameters: defaultDeposits,
      });
      const one = judged.kind === 'deposit' ? 1 : 0;
      const { positives, found, negatives, falselyFound } = rows.get(kind) ?? {
        positives: 0,
        found: 0,
        negatives: 0,
        falselyFound: 0,
      };
      rows.set(
        kind,
        isDeposit
          ? { what: kind, positives: positives + 1, found: found + one, negatives, falselyFound }
          : { what: kind, positives, found, negatives: negatives + 1, falselyFound: falselyFound + one },
      );
    }
    const all = [...rows.values()];
    return countedTable('histories on a node', [
      ...all,
      inAll('in all on the node, but for that kind', all.slice(0, -1)),
      inAll('in all on the node', all),
    ]);
  } finally {
    await node.stop();
  }
};
