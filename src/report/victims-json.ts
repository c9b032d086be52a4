// Victims as JSON: what each claims, what became of every claim, and where the money is.
import { isOwner, type OwnerPlace } from '../model/place.ts';
import type { Candidate } from '../trace/claims/outcome.ts';
import { candidatesOf } from '../trace/claims/outcome.ts';
import type { SettledClaim } from '../trace/claims/settle.ts';
import type { Share, VictimFindings } from '../trace/claims/victims.ts';
import { amountsJson, boundsJson, sumsJson } from './json-parts.ts';
import type { RunJson } from './schema.ts';

type VictimJson = NonNullable<RunJson['victims']>[number];
type NameOf = (place: OwnerPlace) => string;

export function victimsJson(
  { file, victims, total }: VictimFindings,
  nameOf: NameOf,
): Pick<RunJson, 'claimsFile' | 'victims' | 'victimsTotal'> {
  return {
    claimsFile: { name: file.name, sha256: file.sha256, unread: [...file.unread] },
    victims: victims.map(({ name, claims, ...share }) => ({
      ...(name === undefined ? {} : { name }),
      claims: claims.map((claim) => claimJson(claim, nameOf)),
      ...shareJson(share),
    })),
    victimsTotal: shareJson(total),
  };
}

function shareJson({ seeds, injected, lines }: Share): NonNullable<RunJson['victimsTotal']> {
  return {
    seeds: [...seeds],
    injected: sumsJson(injected),
    lines: lines.map(({ line, entity, reason, amounts, bounds }) => ({
      line,
      ...(entity === undefined ? {} : { entity }),
      ...(reason === undefined ? {} : { reason }),
      amounts: amountsJson(amounts),
      ...(line === 'endpoint' ? { bounds: boundsJson(bounds) } : {}),
    })),
  };
}

function claimJson(
  { line, claim, outcome, seed }: SettledClaim,
  nameOf: NameOf,
): VictimJson['claims'][number] {
  const { date, amount, fee, asset, place } = claim ?? {};
  const stated = { date: date?.written, amount, fee, address: place && nameOf(place), asset };
  return {
    line,
    state: outcome.state,
    ...(claim === undefined ? {} : { by: claim.txId === undefined ? 'date-and-amount' : 'txid' }),
    stated: Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    ...(seed === undefined ? {} : { seed: seed.id }),
    ...(outcome.state === 'used' ? { amount: outcome.amount.toString() } : { why: outcome.why }),
    candidates: candidatesOf(outcome).map((candidate) => candidateJson(candidate, nameOf)),
  };
}

function candidateJson(
  { transfer: { id, chain, at, from, to, asset, amount }, txId, n }: Candidate,
  nameOf: NameOf,
): VictimJson['claims'][number]['candidates'][number] {
  return {
    chain,
    tx: txId,
    ...(n === undefined ? {} : { n }),
    transfer: id,
    ...(at === undefined ? {} : { time: at.time }),
    ...(isOwner(from) ? { from: nameOf(from) } : {}),
    ...(isOwner(to) ? { to: nameOf(to) } : {}),
    asset,
    amount: amount.toString(),
  };
}
