// A question about an account, of a JSON result, as findings have it.
import type { OwnerPlace } from '../../model/place.ts';
import type { Flagged, FlaggedFindings } from '../../trace/account/flagged.ts';
import type { VictimFindings } from '../../trace/account/victims.ts';
import type { AccountJson } from '../account/schema.ts';
import type { AccountResult } from '../answer.ts';
import { labelsOf } from './labels.ts';
import { amountsOf, arrivalsOf, boundsOf, sumsOf } from './parts.ts';
import { type Places, places } from './places.ts';
import { seedOf } from './run.ts';
import { exposureOf, sourceFindingsOf } from './sources.ts';
import { leftOutFromOf, pathOf } from './ways.ts';

type VictimsJson = NonNullable<AccountJson['victims']>;

export function accountOf({ name, title, flags, sources, flagged, victims }: AccountJson): AccountResult {
  const at = places();
  const found = sourceFindingsOf(sources, at);
  return {
    name,
    title,
    flags,
    account: {
      sources: found,
      flagged: flaggedOf(flagged, at),
      ...(victims === undefined
        ? {}
        : { victims: victimsOf(victims, at, found.account[0]?.place as OwnerPlace) }),
    },
  };
}

function boundedOf(
  json: Pick<AccountJson['flagged'], 'amounts' | 'direct' | 'directLeast' | 'bounds'>,
): Flagged {
  return {
    ...exposureOf(json),
    directLeast: sumsOf(json.directLeast),
    bounds: boundsOf(json.bounds),
  };
}

function flaggedOf(json: AccountJson['flagged'], at: Places): FlaggedFindings {
  return {
    ...boundedOf(json),
    wallets: json.wallets.map((wallet) => ({
      place: at.at(wallet.chain, wallet.address),
      display: wallet.address,
      flags: labelsOf(wallet.flags, wallet),
      ...exposureOf(wallet),
      arrivals: arrivalsOf(wallet.arrivals),
    })),
    saidBy: json.saidBy.map((row) => ({
      saidBy: row.source,
      ...boundedOf(row),
      wallets: row.wallets.map(({ address, entity, category, since }) => ({
        display: address,
        entity,
        category,
        since,
      })),
      after: { ...exposureOf(row.after), directLeast: sumsOf(row.after.directLeast) },
    })),
    own: json.own.map(({ address, flags }) => ({
      display: address,
      flags: labelsOf(flags, { chain: '', address }),
    })),
  };
}

function shareOf(json: VictimsJson['total']): VictimFindings['total'] {
  return {
    injected: sumsOf(json.injected),
    amounts: amountsOf(json.amounts),
    bounds: boundsOf(json.bounds),
    notFollowed: amountsOf(json.notFollowed),
  };
}

/** Its gaps stand among those of the account. */
function victimsOf(json: VictimsJson, at: Places, account: OwnerPlace): VictimFindings {
  return {
    victims: json.victims.map(({ name, payments, ...share }) => ({
      name,
      seeds: payments.map(({ id, address, injected }) =>
        seedOf({ id, kind: 'payment', chain: '', address, labels: [], injected }, at),
      ),
      ...shareOf(share),
    })),
    total: shareOf(json.total),
    paths: json.paths.map((path) => pathOf(path, at)),
    pathsLeftOut: leftOutFromOf(json.pathsLeftOutFrom, account),
    gaps: [],
    explored: json.explored,
  };
}
