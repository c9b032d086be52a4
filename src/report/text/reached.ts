// What was reached: each endpoint with amount, bounds and its arrivals; totals.
import type { AssetId } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { EndpointFinding, Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, shareText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { nothingUnderAnyRule } from '../negative.ts';
import { endpointValue } from '../prices/text.ts';
import { injectedAssets, netOf } from '../summary.ts';
import { whoSays } from '../who-says.ts';
import {
  assetsIn,
  cell,
  header,
  limitOf,
  more,
  plainTable,
  short,
  spanText,
  type TextStyle,
} from './style.ts';

/** Amount, share and name first; beneath it the bounds, and when it arrived. The other conventions stand side by side below. */
export function reachedLines(findings: Findings, book: AssetBook, style: TextStyle): string[] {
  const assets = assetsIn(findings.endpoints, injectedAssets(findings));
  const genuine = assets.filter((id) => book.get(id)?.genuine === true);
  if (genuine.length === 0 && assets.length > 0)
    return ['Only tokens on no list of genuine contracts; see below.'];
  if (assets.length === 0)
    return [
      findings.target === undefined
        ? `No named service (exchange, mixer, bridge, …) was reached under ${findings.options.conventions.join(', ')}.`
        : `Nothing reached ${forTerminal(findings.target.name)}.`,
    ];
  return [
    ...genuine.flatMap((asset) => reachedBy(findings, asset, book, style)),
    ...receivedLines(findings, book),
  ];
}

function reachedBy(findings: Findings, asset: AssetId, book: AssetBook, style: TextStyle): string[] {
  const headline = findings.options.conventions[0] as ConventionName;
  const { net } = netOf(findings, asset);
  const rows = findings.endpoints.filter(({ amounts }) =>
    [...amounts.values()].some((sums) => sums.has(asset)),
  );
  const shown = rows.slice(0, limitOf(style));
  const [head = '', ...body] = plainTable(
    [header(headline), headline === 'poison' ? '' : 'of net', 'where'],
    shown.map((row) => [
      cell(row, headline, asset, book),
      headline === 'poison' ? '' : shareText(row.amounts.get(headline)?.get(asset) ?? 0n, net),
      `${clipped(forTerminal(row.label.entity), 40)} [${forTerminal(row.label.category)}] ${short(row.display, style)} on ${chainName(row.place.chain)}`,
    ]),
    new Set([0, 1]),
  );
  const detail = (text: string): string => `    ${style.chalk.dim(text)}`;
  return [
    style.chalk.dim(head),
    ...body.flatMap((line, index) => {
      const row = shown[index] as EndpointFinding;
      return [
        line,
        ...boundsLine(row, asset, findings, book).map(detail),
        ...endpointValue(row, asset, findings, book).map(detail),
        detail(arrivalsLine(row, asset)),
      ];
    }),
    ...more(rows.length - shown.length, 'endpoints'),
  ];
}

function arrivalsLine({ arrivals, label }: EndpointFinding, asset: AssetId): string {
  const row = arrivals.get(asset);
  const source = `named by ${whoSays(label)}`;
  if (row === undefined) return source;
  const { transfers, first, last } = row;
  return `${transfers} arrival${transfers === 1 ? '' : 's'}, ${spanText(first, last)}; ${source}`;
}

/** Totals asked for with --totals, by entity: what its addresses that were reached received from anyone. */
function receivedLines(findings: Findings, book: AssetBook): string[] {
  const byEntity = new Map<string, { places: number; sums: Map<AssetId, bigint> }>();
  for (const { label, received } of findings.endpoints) {
    if (received === undefined) continue;
    const entity = byEntity.get(label.entity) ?? {
      places: 0,
      transfers: 0,
      sums: new Map<AssetId, bigint>(),
    };
    entity.places += 1;
    for (const [asset, amount] of received.sums)
      if (book.get(asset)?.genuine !== false) entity.sums.set(asset, (entity.sums.get(asset) ?? 0n) + amount);
    byEntity.set(label.entity, entity);
  }
  return [...byEntity].map(([entity, { places, sums }]) => {
    const amounts = [...sums].map(([asset, amount]) => amountText(book, asset, amount)).join(', ');
    const where = places === 1 ? 'its address above' : `its ${places} addresses above`;
    return `In all, from anyone, ${forTerminal(entity)} received at ${where} at least ${amounts || 'nothing'} (facts of the chain, not traced money).`;
  });
}

/** Without bounds: most is 0 where the seeds injected the asset; else it came by a crossing, and nothing is known. */
function boundsLine(
  { bounds, label }: EndpointFinding,
  asset: AssetId,
  findings: Findings,
  book: AssetBook,
): string[] {
  const bound = bounds.get(asset);
  if (bound === undefined) return findings.unseen.has(asset) ? [nothingUnderAnyRule(label.entity, [])] : [];
  const { least, most, mostFollowed } = bound;
  if (mostFollowed === 0n) return [nothingUnderAnyRule(label.entity, [amountText(book, asset, most)])];
  const followed =
    most === mostFollowed ? '' : ` (${amountText(book, asset, mostFollowed)} of what was followed)`;
  return [
    `under any rule at least ${amountText(book, asset, least)}, at most ${amountText(book, asset, most)}${followed}`,
  ];
}
