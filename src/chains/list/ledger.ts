// A transfer list as ledgers, one for each chain it names. All answers come from memory: nothing is asked anywhere, and
// balances are unknown, since a list seldom holds a wallet's whole history.
import type { Address } from '../../model/address.ts';
import { type ChainId, chainName, isEvm } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Block, Ledger, Page, Scope } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import { looksLikeSecret } from '../secret.ts';
import { addressFault, HEX_HASH, listAddress, listTx } from './address.ts';
import { eip55 } from './eip55.ts';
import type { ListedChain, TransferList } from './read.ts';

/** Every list is read as account-style movements, a coin chain's too: it tells who paid whom, not which coins were spent. */
export function listLedgers(list: TransferList): readonly Ledger[] {
  return list.chains.map((listed) => ledgerOf(list, listed));
}

function height(transfer: Transfer): number {
  return transfer.at?.height ?? Number.POSITIVE_INFINITY;
}

function grouped<K>(
  transfers: readonly Transfer[],
  keys: (transfer: Transfer) => readonly K[],
): ReadonlyMap<K, Transfer[]> {
  const groups = new Map<K, Transfer[]>();
  for (const transfer of transfers) {
    for (const key of keys(transfer)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [transfer]);
      else group.push(transfer);
    }
  }
  return groups;
}

function partyKeys({ from, to }: Transfer): readonly PlaceKey[] {
  const payer = isOwner(from) ? placeKey(from) : undefined;
  const payee = isOwner(to) ? placeKey(to) : undefined;
  // A transfer from a wallet to itself stands once in its history.
  return [payer, payee === payer ? undefined : payee].filter((key) => key !== undefined);
}

/** Transactions of several movements, which stand side by side. */
function composed(transfers: readonly Transfer[]): ReadonlyMap<TxId, readonly Transfer[]> {
  const all = new Map<TxId, readonly Transfer[]>();
  for (let start = 0; start < transfers.length; ) {
    const { txId } = transfers[start] as Transfer;
    let end = start + 1;
    while (transfers[end]?.txId === txId) end += 1;
    if (end > start + 1) all.set(txId, transfers.slice(start, end));
    start = end;
  }
  return all;
}

/** Of each transaction that is in a history all of its movements, others' too: what a router passed on is told with it. */
function inFull(
  history: readonly Transfer[],
  several: ReadonlyMap<TxId, readonly Transfer[]>,
): readonly Transfer[] {
  if (!history.some(({ txId }) => several.has(txId))) return history;
  return [...new Set(history.flatMap((transfer) => several.get(transfer.txId) ?? [transfer]))];
}

function ledgerOf(list: TransferList, listed: ListedChain): Ledger {
  const { chain, transfers, heights } = listed;
  const histories = grouped(transfers, partyKeys);
  const several = composed(transfers);
  let byTx: ReadonlyMap<TxId, Transfer[]> | undefined;
  /** Made when first asked for: many runs never ask for a transaction. */
  const transactions = (): ReadonlyMap<TxId, Transfer[]> => {
    byTx ??= grouped(transfers, ({ txId }) => [txId]);
    return byTx;
  };

  function* pages(places: readonly OwnerPlace[], scope: Scope): Generator<Page> {
    for (const subject of places) {
      scope.signal.throwIfAborted();
      const history = histories.get(placeKey(subject)) ?? [];
      const settled = history.filter((transfer) => height(transfer) <= scope.asOf.height);
      const pending = history.filter((transfer) => height(transfer) > scope.asOf.height);
      yield settled.length > scope.hubLimit
        ? { subject, transfers: [], pending: [], gaps: [], hub: true }
        : { subject, transfers: inFull(settled, several), pending, gaps: [] };
    }
  }

  return {
    chain,
    kind: 'account',
    finality: 0,
    services: [`transfer list ${list.fileName}`],
    parseAddress: (text) =>
      parsedAddress(chain, text, (address) => histories.has(placeKey({ kind: 'wallet', chain, address }))),
    display: (place) => displayed(place),
    assetInfo: (asset) => listed.assets.get(asset),
    head: async (want, signal) => {
      signal.throwIfAborted();
      return block(list, chain, heights, want);
    },
    isCanonical: async (asked) => asked.hash === list.hash,
    async *transfersOf(places, scope) {
      yield* pages(places, scope);
    },
    async *spendsOf() {},
    transfersIn: async (tx, scope) => transactionIn(list, transactions(), tx, scope),
    describe: async (place, at) => {
      const history = histories.get(placeKey(place)) ?? [];
      const settled = history.filter((transfer) => height(transfer) <= at.height);
      return { balances: [], transactions: new Set(settled.map(({ txId }) => txId)).size };
    },
  };
}

function block(
  list: TransferList,
  chain: ChainId,
  heights: ListedChain['heights'],
  want: { height?: number; time?: number },
): Block {
  const last = heights.at(-1);
  const top = want.height === undefined ? undefined : Math.min(want.height, last?.height ?? want.height);
  const found = heights.findLast(
    (row) => (top === undefined || row.height <= top) && (want.time === undefined || row.time <= want.time),
  );
  if (found === undefined) {
    const first = heights[0];
    throw new KnownError('as-of-unknown', `${list.fileName} has no row of ${chainName(chain)} that early.`, {
      facts:
        first === undefined
          ? []
          : [`its first row stands at height ${first.height}, unix time ${first.time}`],
      hint: 'Name a later --as-of, or none: then the last row of the list counts.',
      exit: 2,
    });
  }
  // Only a height that was asked for by itself may lie between two rows.
  const at = top !== undefined && want.time === undefined ? top : found.height;
  return { chain, height: at, hash: list.hash, time: found.time };
}

export function displayed(place: OwnerPlace): string {
  if (place.kind === 'script') return place.keyAddress ?? `script:${place.scriptHash}`;
  return isEvm(place.chain) ? eip55(place.address) : place.address;
}

export function parsedAddress(
  chain: ChainId,
  text: string,
  isListed: (address: Address) => boolean,
): Address {
  const name = chainName(chain);
  const address = listAddress(chain, text);
  // What the list itself uses as an address is no secret, even where a chain's addresses look like keys.
  const secret = isListed(address) ? undefined : looksLikeSecret(text);
  if (secret !== undefined) {
    throw new KnownError(
      'bad-address',
      `What was given as an address of ${name} looks like a ${secret}; it is not shown.`,
      {
        hint: 'An address is enough: never give a key to any program. A transaction goes after --tx.',
        exit: 2,
      },
    );
  }
  const fault = addressFault(chain, text);
  if (fault !== undefined) {
    throw new KnownError('bad-address', `What was given as an address of ${name} ${fault}.`, {
      hint: 'Copy the whole address from the list.',
      exit: 2,
    });
  }
  if (isEvm(chain) && /[a-f]/.test(text) && /[A-F]/.test(text)) {
    const word = text.trim();
    if (eip55(address) !== word) {
      throw new KnownError('bad-address', `The capitals of ${word} are not those of its checksum (EIP-55).`, {
        facts: ['A character was changed or mistyped.'],
        hint: 'Copy the address again from its source.',
        exit: 2,
      });
    }
  }
  return address;
}

function transactionIn(
  list: TransferList,
  transactions: ReadonlyMap<TxId, readonly Transfer[]>,
  tx: TxId,
  scope: Scope,
): readonly Transfer[] {
  const wanted = listTx(tx);
  const found = transactions.get(wanted) ?? [];
  const settled = found.filter((transfer) => height(transfer) <= scope.asOf.height);
  if (settled.length > 0) return settled;
  const later = found[0]?.at?.height;
  const name = HEX_HASH.test(wanted) || looksLikeSecret(wanted) === undefined ? ` ${wanted}` : '';
  throw new KnownError('transaction-unknown', `No transfer of transaction${name} is in ${list.fileName}.`, {
    facts:
      later === undefined
        ? []
        : [`it stands at height ${later}, above ${scope.asOf.height}, where the run ends`],
    hint: later === undefined ? 'Check the id against the list.' : 'Name a later --as-of.',
  });
}
