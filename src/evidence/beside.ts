// The transfers that stand in one transaction with those of a reported path, as claims: they are on no path, and count in
// what a wallet held and so in every share. They are read off the rows of a bundle, which the replay makes again.
import type { Rows, RowsByPart } from './arithmetic/rows.ts';
import { claimKey } from './claims.ts';
import type { Claim } from './verdict.ts';

type When = Pick<Claim, 'chain' | 'tx' | 'height' | 'time'>;

/** Each once; those that a path claims itself are not among them. */
export function claimsBeside(onPaths: readonly Claim[], rowsByPart: RowsByPart): Claim[] {
  const whens = new Map<string, When>();
  for (const claim of onPaths)
    if (!whens.has(`${claim.chain}|${claim.tx}`)) whens.set(`${claim.chain}|${claim.tx}`, claim);
  const claimed = new Set(onPaths.map(({ chain, transfer }) => `${chain}|${transfer}`));
  const beside = new Map<string, Claim>();
  for (const { rows } of rowsByPart.values())
    for (const row of rows) {
      const when = whens.get(row.tx);
      if (when === undefined || claimed.has(row.id)) continue;
      const claim = claimOf(row, when);
      beside.set(claimKey(claim), claim);
    }
  return [...beside.values()];
}

function claimOf({ id, leg, from, to, asset, amount, time }: Rows['rows'][number], when: When): Claim {
  const { chain, tx, height } = when;
  const named = (place: string): string | undefined => ownerIn(place.slice(chain.length + 1));
  const [payer, payee] = [named(from), named(to)];
  return {
    ...{ chain, tx, height, time, asset, amount },
    transfer: id.slice(chain.length + 1),
    from: leg === 'out' ? undefined : payer,
    to: leg === 'in' ? undefined : payee,
    // Nothing is said of a side that has no address.
    isPart: payer === undefined || payee === undefined,
    spends: undefined,
  };
}

/** `issued`, `fee`, `burnt`, `tx:…`, `script:…` are no addresses. */
function ownerIn(place: string): string | undefined {
  return /^(?:issued|fee|burnt|(?:tx|script):.*)$/.test(place) ? undefined : place;
}
