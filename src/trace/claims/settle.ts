// From what victims say to seeds. A claim is used where exactly one payment on the chain fits all that it says; one that is
// ambiguous, unmatched or untrue is kept with its candidates and its reason, and is in no figure. Nothing is guessed.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { Gap } from '../../model/gap.ts';
import type { Block, Ledger, Scope } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { PaymentSeed, SeedId } from '../../model/seed.ts';
import { groupBy } from '../group-by.ts';
import { byStatement } from './by-statement.ts';
import { byTransaction } from './by-transaction.ts';
import type { Claim, ClaimFile } from './claim.ts';
import { candidatesOf, type Outcome, refused } from './outcome.ts';
import { type Receipts, receiptsOf } from './receipts.ts';

export interface SettledClaim {
  readonly line: number;
  readonly victim: string | undefined;
  /** undefined: the row is no claim. */
  readonly claim: Claim | undefined;
  readonly outcome: Outcome;
  /** Of a claim that is used. */
  readonly seed: PaymentSeed | undefined;
}

export interface Settled {
  readonly file: ClaimFile;
  /** By line. */
  readonly claims: readonly SettledClaim[];
  readonly seeds: readonly PaymentSeed[];
  /** Histories that could not be searched. */
  readonly gaps: readonly Gap[];
  /** What a report must be able to call by name. */
  readonly named: { readonly places: readonly OwnerPlace[]; readonly assets: readonly AssetId[] };
}

interface Asking {
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  readonly asOf: ReadonlyMap<ChainId, Block>;
  readonly options: { readonly hubLimit: number; readonly concurrency: number };
  readonly signal: AbortSignal;
}

/** Throws KnownError `bad-claims` where a claim is refused, unless the file's faults are to be listed. */
export async function settleClaims(file: ClaimFile, asking: Asking): Promise<Settled> {
  const scopeOf = (chain: ChainId): Scope => ({
    ...asking.options,
    asOf: asking.asOf.get(chain) as Block,
    signal: asking.signal,
  });
  const ledgerOf = (chain: ChainId): Ledger => asking.ledgers.get(chain) as Ledger;
  const histories = new Map<PlaceKey, Receipts>();
  for (const [chain, places] of placesToSearch(file.claims))
    for (const [key, receipts] of await receiptsOf(places, ledgerOf(chain), scopeOf(chain)))
      histories.set(key, receipts);

  const outcomes = await Promise.all(
    file.claims.map((claim) => {
      const { chain, txId, place } = claim;
      if (txId !== undefined) return byTransaction(claim, txId, ledgerOf(chain), scopeOf(chain));
      const receipts = histories.get(placeKey(place as OwnerPlace)) as Receipts;
      return byStatement(claim, receipts, ledgerOf(chain), scopeOf(chain));
    }),
  );
  const lines = [...file.claims, ...file.broken].map(({ line }) => line);
  const digits = String(lines.reduce((most, line) => (line > most ? line : most), 0)).length;
  const claims = withoutDoubles(file.claims, outcomes).map((outcome, index): SettledClaim => {
    const claim = file.claims[index] as Claim;
    const { line, victim } = claim;
    return { line, victim, claim, outcome, seed: seedOf(claim, outcome, digits) };
  });
  const broken = file.broken.map(
    ({ line, victim, why }): SettledClaim => ({
      line,
      victim,
      claim: undefined,
      outcome: refused(why),
      seed: undefined,
    }),
  );
  const all = [...claims, ...broken].sort((a, b) => a.line - b.line);
  if (file.onFault === 'refuse') refuseFaults(file, all);
  const transfers = all.flatMap(({ outcome }) => candidatesOf(outcome).map(({ transfer }) => transfer));
  const parties = transfers.flatMap(({ from, to }) => [from, to].filter(isOwner));
  return {
    file,
    claims: all,
    seeds: all.flatMap(({ seed }) => (seed === undefined ? [] : [seed])),
    gaps: [...histories.values()].flatMap(({ gaps }) => gaps),
    named: {
      places: [...file.claims.flatMap(({ place }) => (place === undefined ? [] : [place])), ...parties],
      assets: transfers.map(({ asset }) => asset),
    },
  };
}

function placesToSearch(claims: readonly Claim[]): Map<ChainId, OwnerPlace[]> {
  const places = claims.flatMap(({ txId, place }) =>
    txId === undefined && place !== undefined ? [place] : [],
  );
  const distinct = new Map(places.map((place) => [placeKey(place), place]));
  return groupBy([...distinct.values()], ({ chain }) => chain);
}

/** Its line makes a claim's seed its own: several may claim parts of one payment, and the earlier line has the front. */
function seedOf(claim: Claim, outcome: Outcome, digits: number): PaymentSeed | undefined {
  if (outcome.state !== 'used') return undefined;
  const { payment, amount } = outcome;
  const { transfer, txId, n } = payment;
  const { chain } = transfer;
  const id = `${chain}/${txId}:${n}#${String(claim.line).padStart(digits, '0')}` as SeedId;
  return { kind: 'payment', id, chain, txId, n, amount };
}

/** Which of the claims on one payment is the true one, nobody here can tell: together beyond its amount, none is used. */
function withoutDoubles(claims: readonly Claim[], outcomes: readonly Outcome[]): Outcome[] {
  const used = outcomes.flatMap((outcome, index) =>
    outcome.state === 'used' ? [{ ...outcome, index, claim: claims[index] as Claim }] : [],
  );
  const left = [...outcomes];
  for (const on of groupBy(
    used,
    ({ payment: { transfer } }) => `${transfer.chain}|${transfer.id}`,
  ).values()) {
    const sum = on.reduce((total, { amount }) => total + amount, 0n);
    const { payment } = on[0] as (typeof on)[number];
    const { id, asset, amount } = payment.transfer;
    if (sum <= amount) continue;
    const who = on.map(({ claim: { line, victim } }) => `line ${line} (${victim})`).join(' and ');
    const why = `${who} together claim ${sum} of the ${amount} base units of ${asset} that transfer ${id} moved`;
    for (const { index } of on) left[index] = refused(why, [payment]);
  }
  return left;
}

function refuseFaults(file: ClaimFile, claims: readonly SettledClaim[]): void {
  const facts = claims.flatMap(({ line, victim, outcome }) =>
    outcome.state === 'refused' ? [`line ${line} (${victim ?? 'no name'}): ${outcome.why}`] : [],
  );
  if (facts.length === 0) return;
  throw new KnownError(
    'bad-claims',
    `Claims of ${file.name} cannot be used, and a claim left out is a wrong sum.`,
    {
      facts,
      hint: 'Correct the file, or list such claims in the report and trace the others: --bad-claims list.',
      exit: 2,
    },
  );
}
