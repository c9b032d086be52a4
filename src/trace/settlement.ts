// What happened inside transactions that took tainted value to a contract that is not explored: asked for once each, so
// that routers, splitters and forwarders pass on what they were given, and what was exchanged becomes a crossing
// (engine.md §4). What is an exchange, the ledger says.
import type { LimitFunction } from 'p-limit';
import type { ChainId } from '../model/chain.ts';
import type { Crossing, TransferRef } from '../model/crossing.ts';
import { failureForGap } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Ledger, Scope } from '../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey, type TxId } from '../model/place.ts';
import type { Transfer } from '../model/transfer.ts';
import type { BridgeWatch } from './bridges/bridge-watch.ts';
import type { Met } from './bridges/bridging.ts';
import { type Inside, type InsideOf, notToldGap } from './inside.ts';
import { isIssuers } from './issuers/issuing.ts';
import { isExcluded, type Question, seedWallets } from './question.ts';
import type { Swept } from './sweep/swept.ts';
import type { Timeline } from './timeline.ts';

export interface Settled {
  readonly transfers: readonly Transfer[];
  readonly crossings: readonly Crossing[];
  /** Given for what cannot be told. */
  readonly ambiguous: readonly TransferRef[];
  readonly gaps: readonly Gap[];
}

export interface Settlement {
  /**
   * `places`: unexplored places that could hold tainted value. `couldCarry`: of a payment into a bridge; what could not is not
   * looked at. undefined: there is nothing that was not asked before.
   */
  ask(
    timeline: Timeline,
    question: Question,
    places: readonly number[],
    reach: () => Swept['carried'],
    couldCarry: (leg: number) => boolean,
  ): Promise<Settled | undefined>;
}

/** Tainted value of one wallet in one transaction, to a contract or into nothing. */
interface Part {
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly payer: PlaceKey;
  readonly place: OwnerPlace;
}

export function settlement(
  ledgerOf: (chain: ChainId) => Ledger,
  scopeOf: (chain: ChainId) => Scope,
  inside: InsideOf,
  limit: LimitFunction,
  bridges?: BridgeWatch,
): Settlement {
  const contracts = new Map<PlaceKey, Promise<boolean>>();
  const examined = new Set<string>();
  /** Said once, with the answer that follows. */
  const failures: Gap[] = [];

  /** A contract answers with what it does in the same transaction; of an account there is nothing to ask. */
  function isContract(place: OwnerPlace): Promise<boolean> {
    const key = placeKey(place);
    const known = contracts.get(key) ?? limit(() => lookedUp(place));
    contracts.set(key, known);
    return known;
  }

  async function lookedUp(place: OwnerPlace): Promise<boolean> {
    const ledger = ledgerOf(place.chain);
    if (ledger.kind !== 'account' || place.kind !== 'wallet') return false;
    const { asOf, signal } = scopeOf(place.chain);
    try {
      return (await ledger.describe(place, asOf, [], signal)).contract === true;
    } catch (thrown) {
      const error = failureForGap(thrown);
      const what = 'Whether this is a contract could not be asked, nor what it did with what it was given';
      failures.push(notToldGap(place, what, error));
      return false;
    }
  }

  /** Parts that were not looked at before, in chain order. */
  function partsInto(
    timeline: Timeline,
    question: Question,
    places: ReadonlySet<number>,
    reach: () => Swept['carried'],
    couldCarry: (leg: number) => boolean,
  ): Part[] {
    const { legs, keys } = timeline;
    const isFollowed = followedIn(question);
    const isOpen = (index: number): boolean => {
      const leg = legs[index] as Timeline['legs'][number];
      const { transfer, from, to } = leg;
      const payer = keys[from] as PlaceKey;
      const isGivenUp = transfer.to.kind === 'burnt' && !isIssuers(transfer) && isFollowed(payer);
      const isBridged =
        bridges?.isInto(leg, timeline) === true &&
        (isFollowed(payer) || leg.transfer.from.kind === 'junction') &&
        couldCarry(index);
      return (
        (places.has(to) || isGivenUp || isBridged) &&
        !examined.has(`${transfer.chain}|${transfer.txId}|${payer}`)
      );
    };
    if (!legs.some((_, index) => isOpen(index))) return [];
    const parts: Part[] = [];
    for (const index of [...reach().keys()].sort((a, b) => a - b)) {
      const { transfer, from } = legs[index] as Timeline['legs'][number];
      if (!isOpen(index) || isExcluded(transfer, question.excluded)) continue;
      const { chain, txId } = transfer;
      const paid = isOwner(transfer.to) ? transfer.to : transfer.from;
      if (!isOwner(paid) || !(isOwner(transfer.from) || transfer.from.kind === 'junction')) continue;
      const payer = keys[from] as PlaceKey;
      examined.add(`${chain}|${txId}|${payer}`);
      parts.push({ chain, txId, payer, place: paid });
    }
    return parts;
  }

  return {
    async ask(timeline, question, places, reach, couldCarry) {
      const areContracts = await Promise.all(
        places.map((place) => isContract(timeline.places[place] as OwnerPlace)),
      );
      const reached = new Set(places.filter((_, index) => areContracts[index]));
      const parts = partsInto(timeline, question, reached, reach, couldCarry);
      const answers = await Promise.all(parts.map(({ chain, txId, place }) => inside(chain, txId, place)));
      const said = failures.splice(0).sort((a, b) => (a.why < b.why ? -1 : 1));
      if (parts.length === 0 && said.length === 0) return undefined;
      const isFollowed = followedIn(question);
      const bridged = await Promise.all(
        parts.map(({ chain, txId, payer }, index): Promise<readonly Met[]> | readonly Met[] =>
          bridges === undefined || !(isFollowed(payer) || ledgerOf(chain).kind === 'coin')
            ? []
            : bridges.look(chain, txId, payer, (answers[index] as Inside).transfers, timeline),
        ),
      );
      const met = bridged.flat();
      // What a pool or a router exchanged is its own business; what a bridge took was not exchanged.
      const exchanges = parts.flatMap(({ chain, payer }, index) =>
        isFollowed(payer) && bridged[index]?.some(({ crossings }) => crossings.length > 0) !== true
          ? (ledgerOf(chain).exchangeIn?.((answers[index] as Inside).transfers, payer) ?? [])
          : [],
      );
      return {
        transfers: [
          ...answers.flatMap(({ transfers }) => transfers),
          ...met.flatMap(({ transfers }) => transfers),
        ],
        crossings: [
          ...exchanges.flatMap((each) => (each.kind === 'crossing' ? each.crossing : [])),
          ...met.flatMap(({ crossings }) => crossings),
        ],
        ambiguous: exchanges.flatMap((each) => (each.kind === 'ambiguous' ? each.given : [])),
        gaps: [...said, ...new Set(answers.flatMap(({ gaps }) => gaps)), ...met.flatMap(({ gaps }) => gaps)],
      };
    },
  };
}

function followedIn({ explored, seeds }: Question): (place: PlaceKey) => boolean {
  const wallets = seedWallets(seeds);
  return (place) => explored.has(place) || wallets.has(place);
}
