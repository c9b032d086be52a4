// What was found of an account, as JSON: amounts as decimal text, zero absent, the three figures side by side.
import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Flagged } from '../../trace/account/flagged.ts';
import type { VictimFinding, VictimFindings } from '../../trace/account/victims.ts';
import type { Exposure } from '../../trace/backward/findings.ts';
import type { AccountResult } from '../answer.ts';
import { amountsJson, arrivalsJson, boundsJson, sumsJson } from '../json-parts.ts';
import { hopJson } from '../paths-json.ts';
import { sourcesJson } from '../sources/json.ts';
import { leftOutFromJson } from '../told-again-json.ts';
import { labelJson } from '../who-says.ts';
import type { AccountJson } from './schema.ts';
import { accountSummary } from './summary.ts';

function exposureJson({ amounts, direct }: Exposure) {
  return { amounts: amountsJson(amounts), direct: amountsJson(direct) };
}

function flaggedJson(flagged: Flagged) {
  return {
    ...exposureJson(flagged),
    directLeast: sumsJson(flagged.directLeast),
    bounds: boundsJson(flagged.bounds),
  };
}

function shareJson({ injected, amounts, bounds, notFollowed }: VictimFindings['total']) {
  return {
    injected: sumsJson(injected),
    amounts: amountsJson(amounts),
    bounds: boundsJson(bounds),
    notFollowed: amountsJson(notFollowed),
  };
}

function victimJson(victim: VictimFinding) {
  return {
    name: victim.name,
    payments: victim.seeds.map(({ seed, display, injected }) => ({
      id: seed.id,
      address: display,
      injected: sumsJson(injected),
    })),
    ...shareJson(victim),
  };
}

export function accountJson({ name, title, account, flags }: AccountResult): AccountJson {
  const { sources, flagged, victims } = account;
  const nameOf = (place: OwnerPlace): string => sources.names.get(placeKey(place)) ?? placeKey(place);
  return {
    name,
    ...(title === undefined ? {} : { title }),
    question: 'account',
    summary: accountSummary(account),
    flags: [...flags],
    received: sumsJson(sources.received),
    flagged: {
      ...flaggedJson(flagged),
      wallets: flagged.wallets.map((wallet) => ({
        chain: wallet.place.chain,
        address: wallet.display,
        flags: wallet.flags.map(labelJson),
        ...exposureJson(wallet),
        arrivals: arrivalsJson(wallet.arrivals),
      })),
      saidBy: flagged.saidBy.map((source) => ({
        source: source.saidBy,
        ...flaggedJson(source),
        wallets: source.wallets.map(({ display, entity, category, since }) => ({
          address: display,
          entity,
          category,
          ...(since === undefined ? {} : { since }),
        })),
        after: { ...exposureJson(source.after), directLeast: sumsJson(source.after.directLeast) },
      })),
      own: flagged.own.map(({ display, flags: own }) => ({ address: display, flags: own.map(labelJson) })),
    },
    ...(victims === undefined
      ? {}
      : {
          victims: {
            victims: victims.victims.map(victimJson),
            total: shareJson(victims.total),
            explored: victims.explored,
            paths: victims.paths.map(({ seed, asset, amount, hops }) => ({
              seed,
              asset,
              amount: amount.toString(),
              hops: hops.map((hop) => hopJson(hop, { asset }, nameOf)),
            })),
            pathsLeftOut: victims.pathsLeftOut.reduce((sum, row) => sum + row.paths, 0),
            ...leftOutFromJson(victims.pathsLeftOut),
          },
        }),
    sources: sourcesJson({ name, sources }),
  };
}
