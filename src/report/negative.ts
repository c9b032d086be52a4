// What was not reached, in words as plain as those for what was.
import type { AssetId } from '../model/asset.ts';
import type { ConventionName } from '../trace/conventions/convention.ts';
import type { Bounds, EntityFinding, Findings, NotReachedFinding } from '../trace/findings.ts';
import { type AssetBook, amountText, bareAmount } from './amounts.ts';
import { forTerminal } from './escape.ts';

/** Names in one sentence. */
const NAMED = 4;

/** For the summary, where the headline reaches no service with this asset. */
export function nothingReached(findings: Findings, asset: AssetId, book: AssetBook): string {
  const could = [...findings.entities, ...findings.notReached].filter(
    ({ bounds }) => (bounds.get(asset)?.mostFollowed ?? 0n) > 0n,
  );
  if (could.length > 0) return `none of it reached a named service, but ${otherRules(could, asset, book)}`;
  const unseen = findings.unseen.get(asset) ?? 0n;
  // What value became that changed asset is another sentence's.
  const as = findings.crossings.some(({ given }) => given?.asset === asset) ? ' in this asset' : '';
  if (unseen === 0n) return `nothing of it reached a named service${as} under any rule`;
  return `nothing of what was followed reached a named service${as} under any rule; at most ${bareAmount(book, asset, unseen)} that was not followed could have`;
}

function otherRules(
  could: readonly (EntityFinding | NotReachedFinding)[],
  asset: AssetId,
  book: AssetBook,
): string {
  const most = (one: EntityFinding | NotReachedFinding): bigint => one.bounds.get(asset)?.mostFollowed ?? 0n;
  const sorted = [...could].sort((a, b) =>
    most(a) === most(b) ? (a.entity < b.entity ? -1 : 1) : most(a) > most(b) ? -1 : 1,
  );
  const named = sorted
    .slice(0, NAMED)
    .map((one) => `up to ${bareAmount(book, asset, most(one))} to ${forTerminal(one.entity)}`);
  const rest = sorted.length > NAMED ? [`something to ${sorted.length - NAMED} more`] : [];
  return `another rule could give ${[...named, ...rest].join(', ')}`;
}

/** `nothing of it reached X under any rule`, or what keeps that from being said; over all assets of the seeds. */
export function notReachedText(
  { entity, bounds }: NotReachedFinding,
  conventions: readonly ConventionName[],
  book: AssetBook,
): string {
  const amounts = (of: (bounds: Bounds) => bigint): string[] => {
    const rows = [...bounds].filter(([, bound]) => of(bound) > 0n);
    const genuine = rows.filter(([asset]) => book.get(asset)?.genuine === true);
    const unlisted = rows.length - genuine.length;
    return [
      ...genuine.map(([asset, bound]) => amountText(book, asset, of(bound))),
      ...(unlisted === 0 ? [] : [`${unlisted} token${unlisted === 1 ? '' : 's'} on no list`]),
    ];
  };
  const could = amounts(({ mostFollowed }) => mostFollowed);
  if (could.length > 0)
    return `nothing reached ${forTerminal(entity)} under ${conventions.join(', ')}; another rule could give it up to ${could.join(', ')}`;
  return nothingUnderAnyRule(
    entity,
    amounts(({ most }) => most),
  );
}

/** `open`: what was not followed and could have gone there. */
export function nothingUnderAnyRule(entity: string, open: readonly string[]): string {
  const name = forTerminal(entity);
  return open.length === 0
    ? `nothing of it reached ${name} under any rule`
    : `nothing of what was followed reached ${name} under any rule; of what was not followed it could have at most ${open.join(', ')}`;
}
