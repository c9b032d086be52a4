// Victims and their claims of a JSON result as findings have them.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { TxId } from '../../model/place.ts';
import type { SeedId } from '../../model/seed.ts';
import type { TransferId } from '../../model/transfer.ts';
import type { Candidate, Outcome } from '../../trace/claims/outcome.ts';
import type { SettledClaim } from '../../trace/claims/settle.ts';
import type { Share, VictimLine } from '../../trace/claims/victims.ts';
import type { Findings } from '../../trace/findings.ts';
import type { Payment } from '../../trace/payments.ts';
import type { RunJson } from '../schema.ts';
import { amountsOf, boundsOf, sumsOf } from './parts.ts';
import type { Places } from './places.ts';

type VictimJson = NonNullable<RunJson['victims']>[number];
type ClaimJson = VictimJson['claims'][number];

export function victimsOf(
  { claimsFile: file, victims, victimsTotal: total }: RunJson,
  at: Places,
): Pick<Findings, 'victims'> {
  if (file === undefined || victims === undefined || total === undefined) return {};
  return {
    victims: {
      file,
      victims: victims.map(({ name, claims, ...share }) => ({
        name,
        claims: claims.map((claim) => claimOf(claim, name, at)),
        ...shareOf(share),
      })),
      total: shareOf(total),
    },
  };
}

function shareOf({ seeds, injected, lines }: NonNullable<RunJson['victimsTotal']>): Share {
  return {
    seeds: seeds as SeedId[],
    injected: sumsOf(injected),
    lines: lines.map(
      ({ line, entity, reason, amounts, bounds }): VictimLine => ({
        line: line as VictimLine['line'],
        entity,
        reason: reason as VictimLine['reason'],
        amounts: amountsOf(amounts),
        bounds: boundsOf(bounds ?? {}),
      }),
    ),
  };
}

function claimOf(json: ClaimJson, victim: string | undefined, at: Places): SettledClaim {
  const { line, by, stated, seed } = json;
  const candidates = json.candidates.map((candidate) => candidateOf(candidate, at));
  const [payment] = candidates;
  const chain = (json.candidates[0]?.chain ?? '') as ChainId;
  const txId = payment?.txId ?? ('' as TxId);
  const outcome: Outcome =
    json.state === 'used'
      ? { state: 'used', payment: payment as Payment, amount: BigInt(json.amount ?? '0') }
      : { state: json.state, candidates, why: json.why ?? '' };
  return {
    line,
    victim,
    claim:
      by === undefined
        ? undefined
        : {
            line,
            victim: victim ?? '',
            chain,
            txId: by === 'txid' ? txId : undefined,
            n: undefined,
            date:
              stated.date === undefined
                ? undefined
                : { written: stated.date, first: Number.NaN, last: Number.NaN },
            amount: stated.amount,
            fee: stated.fee,
            place: stated.address === undefined ? undefined : at.at(chain, stated.address),
            asset: stated.asset,
          },
    outcome,
    seed:
      seed === undefined ? undefined : { kind: 'payment', id: seed as SeedId, chain, txId, n: payment?.n },
  };
}

/** Without a receiver: the coin of the payer, spent. */
function candidateOf(
  { chain, tx, n, transfer, time, from, to, asset, amount }: ClaimJson['candidates'][number],
  at: Places,
): Candidate {
  const on = chain as ChainId;
  const txId = tx as TxId;
  return {
    txId,
    n,
    transfer: {
      id: transfer as TransferId,
      chain: on,
      txId,
      at: time === undefined ? undefined : { height: Number.NaN, time, txIndex: undefined, order: undefined },
      from: from === undefined ? { kind: 'junction', chain: on, txId } : at.at(chain, from),
      to: to === undefined ? { kind: 'junction', chain: on, txId } : at.at(chain, to),
      asset: asset as AssetId,
      amount: BigInt(amount),
      coin: undefined,
    },
  };
}
