// The answer in sentences: what left, what reached which service, by how many paths. One sentence per asset.
import type { AssetId } from '../model/asset.ts';
import { placeKey } from '../model/place.ts';
import type { Findings } from '../trace/findings.ts';
import { pathsKey } from '../trace/paths.ts';
import { amountText, assetBook, shareText } from './amounts.ts';
import { forTerminal } from './escape.ts';

/** Gross, returned and net of an asset over all seeds, under the headline convention. */
export function netOf(findings: Findings, asset: AssetId): { gross: bigint; returned: bigint; net: bigint } {
  const headline = findings.options.conventions[0] as Findings['options']['conventions'][number];
  let gross = 0n;
  for (const { injected } of findings.seeds) gross += injected.get(asset) ?? 0n;
  const returned = headline === 'poison' ? 0n : (findings.returned.amounts.get(headline)?.get(asset) ?? 0n);
  return { gross, returned, net: gross - returned };
}

/** Assets that the seeds injected: genuine ones first, each group by id. */
export function injectedAssets(findings: Findings): AssetId[] {
  const ids = new Set(findings.seeds.flatMap(({ injected }) => [...injected.keys()]));
  const genuine = (id: AssetId): number =>
    findings.assets.find((asset) => asset.id === id)?.genuine === true ? 0 : 1;
  return [...ids].sort((a, b) => genuine(a) - genuine(b) || (a < b ? -1 : 1));
}

export function summaryOf(findings: Findings): string[] {
  const book = assetBook(findings.assets);
  const headline = findings.options.conventions[0] as Findings['options']['conventions'][number];
  const { seeds } = findings;
  const only = seeds.length === 1 ? seeds[0]?.display : undefined;
  const assets = injectedAssets(findings);
  if (assets.length === 0)
    return [`Nothing left ${only ?? `the ${seeds.length} wallets`} in the window asked for.`];
  const shown = assets.filter((id) => book.get(id)?.genuine === true);
  const sentences = (shown.length > 0 ? shown : assets).map((asset) => {
    const { net } = netOf(findings, asset);
    const count = seeds.filter(({ injected }) => injected.has(asset)).length;
    const from =
      only ?? `${count} ${findings.kind === 'wallets' ? 'wallet' : 'payment'}${count === 1 ? '' : 's'}`;
    const how = findings.kind === 'wallets' ? 'left' : only === undefined ? 'in' : 'paid to';
    const what = `${amountText(book, asset, net)} ${how} ${from}`;
    const reached = byEntity(findings, asset);
    if (headline === 'poison')
      return `${what}; ${reached.length === 0 ? 'no named service is within reach' : `within reach: ${reached.map(({ entity }) => entity).join(', ')}`} (poison is reach, no amount is owed).`;
    if (reached.length === 0) return `${what}; none of it reached a named service under ${headline}.`;
    const parts = reached.map(
      ({ entity, amount, paths }) =>
        `${amountText(book, asset, amount)} (${shareText(amount, net)}) reached ${entity} by ${paths} path${paths === 1 ? '' : 's'}`,
    );
    return `${what}; ${parts.join('; ')} (${headline}).`;
  });
  const unlisted = assets.length - shown.length;
  if (unlisted > 0 && shown.length > 0)
    sentences.push(
      `${unlisted} further token${unlisted === 1 ? '' : 's'} on no list of genuine contracts left too; they are listed below and anyone can forge such transfers.`,
    );
  return sentences;
}

/** What each named entity received of an asset, most first. */
function byEntity(
  findings: Findings,
  asset: AssetId,
): { entity: string; category: string; amount: bigint; paths: number }[] {
  const headline = findings.options.conventions[0] as Findings['options']['conventions'][number];
  const sums = new Map<string, { entity: string; category: string; amount: bigint; paths: number }>();
  for (const { place, label, amounts } of findings.endpoints) {
    const amount = amounts.get(headline)?.get(asset) ?? 0n;
    if (amount === 0n) continue;
    const entity = forTerminal(label.entity);
    const sum = sums.get(label.entity) ?? { entity, category: label.category, amount: 0n, paths: 0 };
    const paths = findings.pathCounts.get(pathsKey(placeKey(place), asset)) ?? 0;
    sums.set(label.entity, { ...sum, amount: sum.amount + amount, paths: sum.paths + paths });
  }
  return [...sums.values()].sort((a, b) =>
    a.amount === b.amount ? (a.entity < b.entity ? -1 : 1) : a.amount > b.amount ? -1 : 1,
  );
}
