// Who spent one coin. "Unspent" is believed only of a coin that exists: Esplora answers so for any unknown one too.

import { BITCOIN } from '../../model/chain.ts';
import type { Page, Scope } from '../../model/ledger.ts';
import type { JunctionPlace, TxId } from '../../model/place.ts';
import { type CoinId, type CoinParts, partsOfCoin } from '../../model/transfer.ts';
import { type Context, gapOf, pinnedTo, standsAt } from './context.ts';
import { type Asking, askJson, failure, firstToAnswer, SourceFailure } from './esplora-ask.ts';
import {
  type EsploraOutspend,
  type EsploraStatus,
  esploraOutspend,
  esploraOutspends,
} from './esplora-shapes.ts';

/** How one round of coins is asked; `lists` holds what was already asked of whole transactions. */
export interface SpendAsking {
  readonly context: Context;
  readonly scope: Scope;
  /** Transactions of which more than one coin is wanted: their outputs are asked for at once. */
  readonly whole: ReadonlySet<string>;
  readonly lists: Map<string, Promise<readonly EsploraOutspend[] | undefined>>;
}

export function spendAsking(context: Context, coins: readonly CoinId[], scope: Scope): SpendAsking {
  const once = new Set<string>();
  const whole = new Set<string>();
  for (const { txId } of coins.map(partsOfCoin)) (once.has(txId) ? whole : once).add(txId);
  return { context, scope, whole, lists: new Map() };
}

/**
 * First one coin of every transaction, then the second ones: the coins of one transaction share a request, and while
 * they wait for it together they would hold the places of others.
 */
export function interleaved(coins: readonly CoinId[]): CoinId[] {
  const met = new Map<TxId, number>();
  const ranked = coins.map((id) => {
    const { txId } = partsOfCoin(id);
    const rank = met.get(txId) ?? 0;
    met.set(txId, rank + 1);
    return { id, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
}

/** undefined: the service does not know the transaction; a single coin of it may be known all the same. */
async function outspendList(asking: Asking, coin: CoinParts, round: SpendAsking) {
  const path = `/tx/${coin.txId}/outspends`;
  const key = `${asking.service} ${path}`;
  const before = round.lists.get(key);
  if (before) return before;
  const asked = askJson(asking, path, esploraOutspends, pinnedTo(round.scope.asOf)).catch(
    (error: unknown) => {
      if (error instanceof SourceFailure && error.unknown) return undefined;
      throw error;
    },
  );
  round.lists.set(key, asked);
  return asked;
}

async function outspendOf(asking: Asking, coin: CoinParts, round: SpendAsking): Promise<EsploraOutspend> {
  const list = round.whole.has(coin.txId) ? await outspendList(asking, coin, round) : undefined;
  const path = `/tx/${coin.txId}/outspend/${coin.vout}`;
  return list?.[coin.vout] ?? askJson(asking, path, esploraOutspend, pinnedTo(round.scope.asOf));
}

function heightText(status: EsploraStatus): string {
  return status.confirmed ? `block ${status.block_height}` : 'unconfirmed';
}

/** The two answers about the spender must place it alike, as far as the run can tell places apart. */
function placedAlike(one: EsploraStatus, other: EsploraStatus, scope: Scope): boolean {
  if (!standsAt(one, scope.asOf) && !standsAt(other, scope.asOf)) return true;
  return heightText(one) === heightText(other);
}

async function spendFrom(service: string, coin: CoinParts, round: SpendAsking): Promise<Page> {
  const { context, scope } = round;
  const asking = { http: context.http, service, signal: scope.signal };
  const keep = pinnedTo(scope.asOf);
  const outspend = await outspendOf(asking, coin, round);
  if (!outspend.spent) {
    const { tx } = await context.known.get(coin.txId, [service], keep, scope.signal);
    if (tx.vout[coin.vout]) return { subject: coin.id, transfers: [], pending: [], gaps: [] };
    throw failure(asking, `/tx/${coin.txId}`, `has ${tx.vout.length} outputs, so no coin ${coin.vout}`);
  }
  const spender = await context.known.get(outspend.txid as TxId, [service], keep, scope.signal);
  const input = spender.tx.vin[outspend.vin];
  const path = `/tx/${coin.txId}/outspend/${coin.vout}`;
  const disagreement = { gap: 'source-disagreement' } as const;
  if (input?.txid !== coin.txId || input.vout !== coin.vout) {
    const what = `names ${outspend.txid} as the spender, whose input ${outspend.vin} spends ${input ? `${input.txid}:${input.vout}` : 'nothing'}`;
    throw failure(asking, path, what, disagreement);
  }
  if (!placedAlike(outspend.status, spender.tx.status, scope)) {
    const what = `puts the spender ${outspend.txid} in ${heightText(outspend.status)}, the transaction itself says ${heightText(spender.tx.status)}`;
    throw failure(asking, path, what, disagreement);
  }
  return standsAt(spender.tx.status, scope.asOf)
    ? { subject: coin.id, transfers: spender.transfers, pending: [], gaps: [] }
    : { subject: coin.id, transfers: [], pending: spender.transfers, gaps: [] };
}

/** One page; without transfers and gaps the coin is unspent as of the block. */
export async function spendOf(id: CoinId, round: SpendAsking): Promise<Page> {
  const coin = partsOfCoin(id);
  try {
    return await firstToAnswer(round.context.services, (service) => spendFrom(service, coin, round));
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const junction: JunctionPlace = { kind: 'junction', chain: BITCOIN, txId: coin.txId };
    const gap = gapOf(error, junction, `Whether the coin ${id} was spent cannot be said`);
    return { subject: id, transfers: [], pending: [], gaps: [gap] };
  }
}
