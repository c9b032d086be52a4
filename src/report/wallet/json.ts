// A wallet's profile as JSON.
import { asOne } from '../../labels/rank.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { Counterparty } from '../../trace/profile/counterparties.ts';
import type { Use } from '../../trace/profile/profile.ts';
import type { AssetTotal } from '../../trace/profile/totals.ts';
import { depositJson } from '../deposits/json.ts';
import type { ReportHead } from '../json.ts';
import { gapJson, record, sumsJson } from '../json-parts.ts';
import { patternsJson } from '../patterns/json.ts';
import { lookAlikeJson } from '../spam/json.ts';
import { labelJson, whoSaysJson } from '../who-says.ts';
import type { WalletAnswer } from './answer.ts';
import { ownClusterJson } from './cluster-json.ts';
import type { WalletJson } from './schema.ts';

export function walletJson(answer: WalletAnswer, head: ReportHead): WalletJson {
  const { profile, nameOf, patterns, patternsFrom } = answer;
  const { place, asOf, labels } = profile;
  const where = (at: OwnerPlace) => ({ chain: at.chain, address: nameOf(at) });
  const shown = asOne(labels)?.entity;
  const assets = record<WalletJson['assets'][string]>();
  for (const { id, symbol, decimals, genuine } of answer.assets)
    assets[id] = { symbol, ...(decimals === undefined ? {} : { decimals }), genuine };
  return {
    schemaVersion: 1,
    program: { name: 'trace', version: head.version },
    ...(head.synthetic === undefined ? {} : { synthetic: head.synthetic }),
    tapes: [...head.tapes],
    labelSources: head.labelSources.map(({ pack, rows }) => ({ pack, rows })),
    ...where(place),
    asOf: { height: asOf.height, hash: asOf.hash, time: asOf.time },
    assets,
    labels: labels.map(labelJson),
    ...(shown === undefined || shown === labels[0]?.entity ? {} : { shownAs: shown }),
    ...(profile.isHub ? { hub: true as const } : {}),
    transactions: profile.transactions,
    ...(profile.first === undefined ? {} : { first: useJson(profile.first) }),
    ...(profile.last === undefined ? {} : { last: useJson(profile.last) }),
    totals: profile.totals.map(totalJson),
    categories: profile.categories.map(({ category, places, received, sent }) => ({
      category: category ?? null,
      places,
      received: sumsJson(received),
      sent: sumsJson(sent),
    })),
    counterparties: profile.counterparties.map((one) => ({ ...where(one.place), ...counterpartyJson(one) })),
    ...(profile.deposit === undefined ? {} : { deposit: judgementJson(profile.deposit, nameOf) }),
    ...(profile.cluster === undefined ? {} : { cluster: ownClusterJson(profile.cluster, nameOf) }),
    lookAlikes: profile.lookAlikes.map((one) => lookAlikeJson(one, nameOf)),
    ...(patterns === undefined ? {} : { patterns: patternsJson(patterns, nameOf).map(pattern) }),
    ...(patternsFrom === undefined ? {} : { patternsFrom }),
    pending: profile.pending,
    gaps: profile.gaps.map((gap) => gapJson(gap, nameOf)),
  };

  function pattern(one: ReturnType<typeof patternsJson>[number]) {
    return { ...one, places: one.places.map(({ chain, address }) => ({ chain, address })) };
  }
}

function useJson({ txId, height, time }: Use): NonNullable<WalletJson['first']> {
  return { tx: txId, height, time };
}

function totalJson(total: AssetTotal): WalletJson['totals'][number] {
  const { asset, received, paid, receipts, payments } = total;
  const parts = record<string>();
  for (const name of ['issued', 'change', 'fees', 'burnt'] as const)
    if (total[name] > 0n) parts[name] = total[name].toString();
  return {
    asset,
    received: received.toString(),
    paid: paid.toString(),
    receipts,
    payments,
    ...parts,
    left: (received - paid).toString(),
  };
}

function counterpartyJson({ label, received, sent, transfers, first, last }: Counterparty) {
  return {
    ...(label === undefined ? {} : { entity: label.entity, category: label.category, ...whoSaysJson(label) }),
    received: sumsJson(received),
    sent: sumsJson(sent),
    transfers,
    first,
    last,
  };
}

function judgementJson(
  judgement: NonNullable<WalletAnswer['profile']['deposit']>,
  nameOf: WalletAnswer['nameOf'],
): NonNullable<WalletJson['deposit']> {
  if (judgement.kind === 'deposit') return { inferred: depositJson(judgement, nameOf) };
  const { because, transfer } = judgement;
  return { because, ...(transfer === undefined ? {} : { transfer }) };
}
