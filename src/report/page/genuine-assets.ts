// The assets that a run's figures are told in: those of the seeds first.
import type { AssetId } from '../../model/asset.ts';
import type { Findings } from '../../trace/findings.ts';
import type { AssetBook } from '../amounts.ts';
import { injectedAssets } from '../summary.ts';
import { assetsIn } from '../text/style.ts';

export function genuineAssets(findings: Findings, book: AssetBook): AssetId[] {
  const all = [...findings.endpoints, ...findings.held, ...findings.notFollowed];
  const order = [...injectedAssets(findings), ...assetsIn(all, [])];
  return [...new Set(order)].filter((asset) => book.get(asset)?.genuine === true);
}
