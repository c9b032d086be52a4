// An audit of one walk under one convention: the accounts, the statement that closes them, and the chain's own balances
// beside theirs. Reads what is there; asks nobody.

import { asOne } from '../../labels/rank.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Ledger } from '../../model/ledger.ts';
import { isOwner, type Place } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { Closing } from '../checks.ts';
import type { Statement } from '../findings.ts';
import { seedWallets } from '../question.ts';
import { reasonOf } from '../reason-of.ts';
import { statementOf } from '../statement.ts';
import { labelsOf } from '../stops.ts';
import type { Booking, Swept } from '../sweep/swept.ts';
import type { Timeline } from '../timeline.ts';
import type { Walk } from '../walk.ts';
import type { Account } from './account.ts';
import { type Rule, total } from './paper.ts';
import { replay } from './replay.ts';

export interface Audit {
  readonly convention: Rule;
  readonly timeline: Pick<Timeline, 'legs' | 'assets' | 'places'>;
  /** By rank. */
  readonly seeds: readonly SeedId[];
  /** Wallet seeds. */
  readonly seedPlaces: ReadonlySet<number>;
  readonly accounts: readonly Account[];
  readonly statement: readonly Statement[];
  /** By `place|asset`. */
  readonly closings: ReadonlyMap<string, Closing>;
  /** Pools of explored wallets that no taint came to under this convention. */
  readonly untouched: number;
  /** By place index: how it is shown, and who the best label says stands there. */
  readonly names: ReadonlyMap<number, { readonly display: string; readonly entity: string | undefined }>;
}

export function auditsOf(walk: Walk, rules: readonly Rule[], closings: readonly Closing[]): Audit[] {
  return rules.map((rule) => {
    const swept = walk.swepts.find(({ convention }) => convention.name === rule);
    if (swept === undefined) throw new Error(`audit: nothing was swept under ${rule}`);
    return auditOf(walk, swept, rule, closings);
  });
}

function auditOf(walk: Walk, swept: Swept, convention: Rule, closings: readonly Closing[]): Audit {
  const { explored, request } = walk;
  const { timeline, question } = explored;
  const why = (booking: Booking) => reasonOf(explored, booking);
  const { accounts, untouched } = replay(timeline, question, swept, why);
  const statement = statementOf(timeline, swept, why);
  for (const row of statement) close(row, accounts, timeline, swept);
  const shown = new Set(
    accounts.flatMap(({ place, entries }) => [place, ...entries.map(({ party }) => party)]),
  );
  const names = new Map(
    [...shown]
      .filter((place) => place !== undefined)
      .map((place) => {
        const at = timeline.places[place] as Place;
        return [
          place,
          { display: displayed(at, request.ledgers), entity: asOne(labelsOf(request.labels, at))?.entity },
        ];
      }),
  );
  return {
    convention,
    timeline,
    seeds: swept.seeds.map(({ id }) => id),
    seedPlaces: new Set([...seedWallets(swept.seeds)].map((key) => timeline.placeIndex.get(key) ?? -1)),
    accounts,
    statement,
    closings: new Map(closings.map((closing) => [`${closing.place}|${closing.asset}`, closing])),
    untouched,
    names,
  };
}

function displayed(place: Place, ledgers: ReadonlyMap<ChainId, Ledger>): string {
  if (isOwner(place)) return (ledgers.get(place.chain) as Ledger).display(place);
  if (place.kind === 'junction') return `transaction ${place.txId}`;
  return place.kind === 'fee' ? '' : place.kind;
}

/** The lines of a statement are the sums of the accounts, and what came in is what went somewhere. */
function close(row: Statement, accounts: readonly Account[], { assets }: Timeline, { seeds }: Swept): void {
  const own = accounts.filter(
    ({ kind, seed, asset }) =>
      kind === 'line' && seeds[seed as number]?.id === row.seed && assets[asset] === row.asset,
  );
  const sumOf = (name: string): bigint =>
    own.filter(({ line }) => line === name).reduce((sum, { tainted }) => sum + total(tainted), 0n);
  const stated: [string, bigint][] = [
    ['injected', row.injected],
    ['convertedIn', row.convertedIn],
    ['endpoint', row.endpoints],
    ['held', row.held],
    ['fees', row.fees],
    ['burnt', row.burnt],
    ['returned', row.returned],
    ['reachedSeed', row.reachedSeed],
    ['convertedOut', row.convertedOut],
    ...row.notFollowed,
  ];
  for (const [name, amount] of stated)
    if (sumOf(name) !== amount)
      throw new Error(
        `audit: ${name} of ${row.seed} is ${amount} in the statement, its account adds up to ${sumOf(name)}`,
      );
  if (row.residual !== 0n)
    throw new Error(`audit: the statement of ${row.seed} does not close: ${row.residual} are left`);
}
