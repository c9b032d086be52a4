// What was reached, asset by asset: one row for each service, with what each rule gives it and what any rule must.
import type { AssetId } from '../../model/asset.ts';
import type { EntityFinding, Findings } from '../../trace/findings.ts';
import { type AssetBook, bareAmount, shareText, symbolOf } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { nothingReached } from '../negative.ts';
import { injectedAssets, netOf } from '../summary.ts';
import { assetsIn, header } from '../text/style.ts';
import { type Block, paragraph } from './block.ts';

export function reachedBlocks(findings: Findings, book: AssetBook): Block[] {
  const assets = assetsIn(
    findings.entities.map(({ amounts }) => ({ amounts, bySeed: new Map() })),
    injectedAssets(findings),
  ).filter((id) => book.get(id)?.genuine === true);
  if (assets.length === 0)
    return injectedAssets(findings).map((id) => paragraph(sentence(findings, id, book)));
  return assets.flatMap((asset) => [paragraph(symbolOf(book, asset)), table(findings, asset, book)]);
}

function sentence(findings: Findings, asset: AssetId, book: AssetBook): string {
  return `${symbolOf(book, asset)}: ${nothingReached(findings, asset, book)}.`;
}

function table(findings: Findings, asset: AssetId, book: AssetBook): Block {
  const { conventions } = findings.options;
  const { net } = netOf(findings, asset);
  const [headline] = conventions;
  const rows = findings.entities.filter(({ amounts }) =>
    [...amounts.values()].some((sums) => sums.has(asset)),
  );
  const isShared = headline !== undefined && headline !== 'poison';
  return {
    kind: 'table',
    head: [
      'service',
      ...conventions.map(header),
      ...(isShared ? [`of net, ${headline}`] : []),
      'at least',
      'at most',
    ],
    rows: rows.map((row) => [
      `${clipped(forTerminal(row.entity), 60)} [${forTerminal(row.category)}]`,
      ...conventions.map((name) => bareAmount(book, asset, row.amounts.get(name)?.get(asset) ?? 0n)),
      ...(isShared ? [shareText(row.amounts.get(headline)?.get(asset) ?? 0n, net)] : []),
      ...boundCells(row, asset, book),
    ]),
    right: Array.from({ length: conventions.length + (isShared ? 3 : 2) }, (_, index) => index + 1),
  };
}

/** Where nothing is known of an asset, as after a crossing, nothing is said. */
function boundCells({ bounds }: EntityFinding, asset: AssetId, book: AssetBook): string[] {
  const bound = bounds.get(asset);
  return bound === undefined
    ? ['unknown', 'unknown']
    : [bareAmount(book, asset, bound.least), bareAmount(book, asset, bound.most)];
}
