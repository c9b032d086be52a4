// Which output of a transaction is likely the payer's change, by signs that each single out one output. An annotation for a
// reader: no sign is proof, wallets defeat each of them, and no money moves and no address is joined because of one.
import { isOwner, type Place, placeKey } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import { coinJoinOf } from './coinjoin.ts';
import type { CoinPart, CoinTransaction } from './transaction.ts';

export const changeSigns = [
  'reuse', // it pays an address among the inputs
  'same-type', // alone it has the address type that all inputs have
  'not-round', // alone it is no round amount
  'below-inputs', // alone it is less than the smallest of several inputs, which was not needed otherwise
  'first-seen', // alone its address was not seen before
] as const;
export type ChangeSign = (typeof changeSigns)[number];

/** Satoshi: a multiple of it is what a person types. A choice; nobody publishes one. */
const ROUND = 100_000n;

export interface LikelyChange {
  readonly id: TransferId;
  /** Signs for it, more than for any other output. */
  readonly signs: readonly ChangeSign[];
  /** Signs that single out another output. */
  readonly against: readonly ChangeSign[];
}

/** `seenBefore`: whether a place stood in a transaction before this one. undefined: one output, a CoinJoin, no sign, or a tie. */
export function changeOf(
  transaction: CoinTransaction,
  seenBefore: (place: Place) => boolean,
): LikelyChange | undefined {
  const { inputs, outputs } = transaction;
  if (outputs.length < 2 || !inputs.every(({ place }) => isOwner(place)) || coinJoinOf(transaction))
    return undefined;
  const payers = new Set(inputs.map(({ place }) => placeKey(place)));
  const types = new Set(inputs.map(({ place }) => addressType(place)));
  const smallest = inputs.reduce(
    (least, { amount }) => (amount < least ? amount : least),
    (inputs[0] as CoinPart).amount,
  );
  const fits: Readonly<Record<ChangeSign, (output: CoinPart) => boolean>> = {
    reuse: ({ place }) => payers.has(placeKey(place)),
    'same-type': ({ place }) => types.size === 1 && types.has(addressType(place)),
    'not-round': ({ amount }) => amount % ROUND !== 0n,
    'below-inputs': ({ amount }) => inputs.length > 1 && amount < smallest,
    'first-seen': ({ place }) => !seenBefore(place),
  };
  const singled = changeSigns.flatMap((sign) => {
    const [one, ...others] = outputs.filter((output) => isOwner(output.place) && fits[sign](output));
    return one === undefined || others.length > 0 ? [] : [{ sign, id: one.id }];
  });
  const [most, next] = outputs
    .map(({ id }) => ({ id, signs: singled.filter((one) => one.id === id).map(({ sign }) => sign) }))
    .sort((a, b) => b.signs.length - a.signs.length);
  if (most === undefined || most.signs.length === 0 || next?.signs.length === most.signs.length)
    return undefined;
  return { ...most, against: singled.filter(({ id }) => id !== most.id).map(({ sign }) => sign) };
}

/** By the form of the address, as anyone sees it; a script without an address is of a type by itself. */
function addressType(place: Place): string {
  if (place.kind !== 'wallet') return place.kind;
  const { address } = place;
  return address.startsWith('bc1') ? `bc1${address[3]}${address.length}` : (address[0] ?? '');
}
