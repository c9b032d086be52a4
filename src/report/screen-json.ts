// The result of a screening as JSON: a verdict for each address with its reasons and the sums that these rest on, and what
// has changed since an earlier one.
import type { LabelBook } from '../labels/book.ts';
import type { AssetId, AssetInfo } from '../model/asset.ts';
import type { ChainId } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import type { Block } from '../model/ledger.ts';
import type { OwnerPlace, TxId } from '../model/place.ts';
import type { WalletSeed } from '../model/seed.ts';
import { type Judgement, worst } from '../trace/screening/judge.ts';
import type { Reason } from '../trace/screening/rule.ts';
import type { Upstream, UpstreamLimits } from '../trace/screening/upstream.ts';
import { limitsJson, upstreamJson, upstreamReasonJson } from './screen-upstream-json.ts';
import { VERSION } from './version.ts';
import { labelJson } from './who-says.ts';

export interface Judged extends Judgement {
  readonly seed: WalletSeed;
  /** undefined: the row is of the address, not of one deposit. */
  readonly tx: TxId | undefined;
  readonly display: string;
  readonly labels: readonly Label[];
  /** Why its history could not be read; empty: it could. */
  readonly notSeen: readonly string[];
  infoOf(asset: AssetId): AssetInfo | undefined;
  nameOf(place: OwnerPlace): string;
  /** Absent where no rule asks for it, or the address's own history could not be read. */
  readonly upstream: Upstream | undefined;
}

export interface Screening {
  readonly policy: {
    readonly name: string;
    readonly sha256: string;
    readonly limits: UpstreamLimits | undefined;
  };
  readonly rows: readonly Judged[];
  readonly labelSources: ReturnType<LabelBook['packs']>;
  readonly blocks: ReadonlyMap<ChainId, Block>;
  /** The parsed result of an earlier screening. */
  readonly before: unknown;
}

export function screenJson({ policy, rows, labelSources, blocks, before }: Screening) {
  const json = rows.map(rowJson);
  return {
    program: { name: 'trace', version: VERSION },
    policy: {
      name: policy.name,
      sha256: policy.sha256,
      ...(policy.limits === undefined ? {} : { indirect: limitsJson(policy.limits) }),
    },
    labelSources,
    asOf: [...blocks].map(([chain, { height, hash, time }]) => ({ chain, height, hash, time })),
    worst: worst(rows.map(({ verdict }) => verdict)),
    rows: json,
    ...(before === undefined ? {} : { changes: changesSince(before, json) }),
  };
}

type RowJson = ReturnType<typeof rowJson>;

function rowJson(row: Judged) {
  const { seed, tx, display, verdict, reasons, labels, notSeen, upstream } = row;
  return {
    chain: seed.place.chain,
    address: display,
    ...(tx === undefined ? {} : { tx }),
    verdict,
    reasons: reasons.map((reason) => reasonJson(reason, row)),
    labels: labels.map(labelJson),
    ...(notSeen.length === 0 ? {} : { notSeen }),
    ...(upstream === undefined ? {} : { upstream: upstreamJson(upstream, row) }),
  };
}

function reasonJson({ rule, labels, sum }: Reason, row: Pick<Judged, 'infoOf' | 'nameOf'>) {
  const info = sum === undefined ? undefined : row.infoOf(sum.asset);
  return {
    rule: rule.name,
    verdict: rule.verdict,
    exposure: rule.exposure,
    labels: labels.map(labelJson),
    ...(sum === undefined
      ? {}
      : {
          asset: sum.asset,
          ...(info === undefined ? {} : { symbol: info.symbol }),
          ...(info?.decimals === undefined ? {} : { decimals: info.decimals }),
          amount: String(sum.amount),
          of: String(sum.total),
          ...(sum.upstream === undefined
            ? { transfers: sum.transfers }
            : upstreamReasonJson(sum.upstream, row.nameOf)),
        }),
  };
}

/** Addresses and deposits whose verdict or rules are not what they were; those that are new or gone. */
function changesSince(before: unknown, rows: readonly RowJson[]) {
  const old = new Map(rowsOf(before).map((row) => [keyOf(row), row]));
  const now = new Map(rows.map((row) => [keyOf(row), row]));
  const rules = (row: { readonly reasons: readonly { readonly rule: string }[] } | undefined): string[] =>
    [...new Set((row?.reasons ?? []).map(({ rule }) => rule))].sort();
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const change = { before: was?.verdict ?? null, after: is?.verdict ?? null };
    const [rulesBefore, rulesAfter] = [rules(was), rules(is)];
    if (change.before === change.after && rulesBefore.join('\n') === rulesAfter.join('\n')) return [];
    const { chain, address, tx } = (is ?? was) as Pick<OldRow, 'chain' | 'address' | 'tx'>;
    return [{ chain, address, ...(tx === undefined ? {} : { tx }), ...change, rulesBefore, rulesAfter }];
  });
}

function keyOf({ chain, address, tx = '' }: Pick<OldRow, 'chain' | 'address' | 'tx'>): string {
  return `${chain} ${address} ${tx}`;
}

interface OldRow {
  readonly chain: string;
  readonly address: string;
  readonly tx?: string;
  readonly verdict: string;
  readonly reasons: readonly { readonly rule: string }[];
}

/** Rows of an earlier result, as far as they have the form of one. */
function rowsOf(result: unknown): readonly OldRow[] {
  const rows = typeof result === 'object' && result !== null && 'rows' in result ? result.rows : [];
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function isRow(row: unknown): row is OldRow {
  if (typeof row !== 'object' || row === null) return false;
  const { chain, address, tx = '', verdict, reasons } = row as Record<string, unknown>;
  return (
    [chain, address, tx, verdict].every((field) => typeof field === 'string') &&
    Array.isArray(reasons) &&
    reasons.every((reason) => typeof reason?.rule === 'string')
  );
}
