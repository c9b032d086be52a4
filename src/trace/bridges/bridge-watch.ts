// Payments into bridges that a run meets, each looked at once, in the order in which they stand on the timeline.
import type { LimitFunction } from 'p-limit';
import type { AssetId } from '../../model/asset.ts';
import type { Sending } from '../../model/bridge.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Ledger } from '../../model/ledger.ts';
import { type PlaceKey, placeKey, type TxId, type WalletPlace } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Leg, Timeline } from '../timeline.ts';
import { type Asking, type Bridged, givenFor, type Met, met } from './bridging.ts';

export interface BridgeWatch {
  /** Whether this payment is to be looked at, whatever is known of where it goes. */
  isInto(leg: Leg, timeline: Timeline): boolean;
  /** What a wallet handed over in one transaction, all of whose transfers these are. */
  look(
    chain: ChainId,
    txId: TxId,
    payer: PlaceKey,
    inside: readonly Transfer[],
    timeline: Timeline,
  ): Promise<readonly Met[]>;
  readonly told: readonly Bridged[];
}

const UNCLEAR = { outcome: 'unclear', arrivedIn: undefined, crossing: undefined } as const;

export function bridgeWatch(asking: Asking, limit: LimitFunction): BridgeWatch {
  const told = new Map<string, Bridged>();
  const keep = (one: Bridged): void => {
    told.set(`${one.chain}|${one.txId}|${one.sending.key}`, one);
  };
  const ledgerOf = (chain: ChainId): Ledger | undefined => asking.ledgers.get(chain);

  return {
    isInto({ transfer: { chain, txId, id, from }, to }, { keys }) {
      const ledger = ledgerOf(chain);
      if (from.kind !== 'junction' && ledger?.bridgeAt?.(keys[to] as PlaceKey) !== undefined) return true;
      return ledger?.bridgesIn?.(txId)?.sendings.some(({ leg }) => leg === id) === true;
    },
    async look(chain, txId, payer, inside, timeline) {
      const { sendings } = ledgerOf(chain)?.bridgesIn?.(txId) ?? { sendings: [] };
      const own = sendings.flatMap((sending) => {
        const given = givenFor(sending, inside, payer);
        return given.length === 0 ? [] : { sending, txId, payers: payersOf(payer, inside), given };
      });
      const results = await Promise.all(
        own.map((sent) =>
          limit(() => {
            const isOnly = own.length === 1 && isKeyedOnce(sent.sending, payer, sent.given, timeline);
            return met(sent, isOnly, asking);
          }),
        ),
      );
      const clear = new Set(own.map(({ sending }) => sending));
      for (const sending of sendings) {
        const given = clear.has(sending) ? undefined : paidOf(payer, sending, inside);
        if (given !== undefined) keep({ sending, given, chain, txId, ...UNCLEAR });
      }
      for (const { told: one } of results) keep(one);
      return results;
    },
    get told() {
      return [...told].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    },
  };
}

/**
 * A key by content belongs to all equal sendings: it names one alone where the wallet itself sent it, and paid so much of this
 * asset to that place no other time.
 */
function isKeyedOnce(
  { keyed, sender, amount, assets }: Sending,
  payer: PlaceKey,
  given: readonly Transfer[],
  { legs, keys }: Timeline,
): boolean {
  if (keyed === 'once') return true;
  const [only, ...more] = given;
  if (only === undefined || more.length > 0 || !payer.endsWith(`/${sender}`)) return false;
  const at = placeKey(only.to);
  const equal = legs.filter(
    ({ transfer, from, to }) =>
      transfer.amount === amount &&
      assets.includes(transfer.asset) &&
      keys[from] === payer &&
      keys[to] === at,
  );
  return equal.length === 1;
}

/** The wallet itself; of a transaction that melts its inputs, those who had them. */
function payersOf(payer: PlaceKey, inside: readonly Transfer[]): WalletPlace[] {
  const own = inside.flatMap(({ from, to }) =>
    from.kind === 'wallet' && (placeKey(from) === payer || to.kind === 'junction') ? from : [],
  );
  return [...new Map(own.map((place) => [placeKey(place), place])).values()];
}

/** Of which of the assets the wallet paid something here; undefined: of none, so the sending is somebody else's. */
function paidOf(payer: PlaceKey, { assets }: Sending, inside: readonly Transfer[]): AssetId | undefined {
  return inside.find(
    ({ asset, from, to }) => placeKey(from) === payer && to.kind !== 'fee' && assets.includes(asset),
  )?.asset;
}
