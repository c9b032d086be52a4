// CoinJoins as ends of a trace: what goes into one rests there, under a label that says of itself that it is inferred. Which
// transactions look like one, graph/coins says; that value ends in them, the question (`isEndpoint` of a transaction).
import { type CoinJoin, type CoinJoinKind, coinJoinOf } from '../../graph/coins/coinjoin.ts';
import { coinTransaction } from '../../graph/coins/transaction.ts';
import { BITCOIN } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import { addressOf, type PlaceKey, placeKey, restingPlace, type TxId, wallet } from '../../model/place.ts';
import type { TraceOptions } from '../options.ts';
import type { Labels, Stops } from '../stops.ts';
import type { Timeline } from '../timeline.ts';

/** A transaction that value ends in. */
export interface Mixing {
  readonly label: Label;
  readonly shape: CoinJoin;
}
export type Mixings = ReadonlyMap<PlaceKey, Mixing>;

export interface MixingWatch {
  readonly found: Mixings;
  /** Looks at transactions that were not looked at before, or of which more was told since. */
  look(timeline: Timeline): void;
}

export function mixingWatch({ coinJoins, follow }: Pick<TraceOptions, 'coinJoins' | 'follow'>): MixingWatch {
  const found = new Map<PlaceKey, Mixing>();
  const looked = new Map<number, number>();
  return {
    found,
    look({ groups, legs }) {
      if (coinJoins === 'followed') return;
      for (const { id, revision, melts, chain, txId, first, end } of groups) {
        if (!melts || chain !== BITCOIN || looked.get(id) === revision) continue;
        looked.set(id, revision);
        const key = placeKey({ kind: 'junction', chain, txId });
        if (follow.has(key)) continue;
        const transaction = coinTransaction(legs.slice(first, end).map(({ transfer }) => transfer));
        const shape = transaction === undefined ? undefined : coinJoinOf(transaction);
        if (shape === undefined) found.delete(key);
        else found.set(key, { shape, label: labelOf(shape, txId) });
      }
    },
  };
}

interface Ends {
  readonly labels: Labels;
  readonly stops: Stops;
}

/** With these transactions among what ends a trace, behind all that somebody says. */
export function endingIn(mixings: Mixings, { labels, stops }: Ends): Ends {
  if (mixings.size === 0) return { labels, stops };
  return {
    labels: {
      of(chain, address, time) {
        const own = mixings.get(placeKey(wallet(chain, address)));
        return own === undefined ? labels.of(chain, address, time) : [own.label];
      },
    },
    stops: {
      endpointLabel: (place, time) => stops.endpointLabel(place, time) ?? mixings.get(placeKey(place))?.label,
    },
  };
}

const NAMES: Readonly<Record<CoinJoinKind, string>> = {
  whirlpool: 'Whirlpool',
  'wasabi-2': 'Wasabi 2',
  'wasabi-1': 'Wasabi 1',
  'joinmarket-like': 'JoinMarket-like',
};

/** The word stands first, as in an inferred deposit address: a name that is cut short must not read as a fact. */
function labelOf({ kind, rule }: CoinJoin, txId: TxId): Label {
  const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const parameters = Object.entries(rule).map(([name, value]) => `${words(name)} ${value}`);
  return {
    chain: BITCOIN,
    address: addressOf(restingPlace({ kind: 'junction', chain: BITCOIN, txId })) as Label['address'],
    entity: `inferred CoinJoin (${NAMES[kind]})`,
    category: 'mixer',
    role: 'coinjoin',
    source: `inferred from the form of the transaction (${kind}: ${parameters.join(', ')})`,
    tier: 'inferred',
    pack: 'inferred',
  };
}
