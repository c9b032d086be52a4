// The result as one flat table: a row per line, seed, convention and asset. Amounts are exact base units as text.

import { assetBook, symbolOf } from './amounts.ts';
import { stringify } from './csv-text.ts';
import { forCell, forTerminal } from './escape.ts';
import type { RunResult } from './json.ts';
import { runJson } from './json.ts';
import { csvVictims } from './victims-csv.ts';

const COLUMNS = [
  'run',
  'line',
  'seed',
  'convention',
  'asset',
  'symbol',
  'decimals',
  'amount',
  'chain',
  'address',
  'entity',
  'category',
  'reason',
  'coin',
  'headline',
  'synthetic',
] as const;

export type Row = Partial<Record<(typeof COLUMNS)[number] | 'victim', string>>;
type BySeedJson = ReturnType<typeof runJson>['fees']['bySeed'];

export function reportCsv(runs: readonly RunResult[], synthetic: string | undefined): string {
  return stringify(reportRows(runs, synthetic).map((row) => row.map(forCell)));
}

/** `synthetic`: where the data is invented every row says so, for rows travel alone. */
export function reportRows(runs: readonly RunResult[], synthetic: string | undefined): string[][] {
  const rows = runs.flatMap((run) => rowsOf(run)).map((row) => ({ ...row, synthetic: synthetic ?? '' }));
  // Rows travel alone: what an analyst's decisions shaped says so in each.
  const files = runs.flatMap(({ findings: { decisions } }) => (decisions === undefined ? [] : [decisions]));
  const decided = files[0] === undefined ? [] : [`${files[0].entries.length} of ${files[0].file.sha256}`];
  const columns = runs.some(({ findings }) => findings.victims !== undefined)
    ? [...COLUMNS, 'victim' as const]
    : COLUMNS;
  return [
    decided.length === 0 ? [...columns] : [...columns, 'decisions'],
    ...rows.map((row) => [...columns.map((column) => forTerminal(row[column] ?? '')), ...decided]),
  ];
}

function rowsOf(run: RunResult): Row[] {
  const json = runJson(run);
  const book = assetBook(run.findings.assets);
  const infos = new Map(run.findings.assets.map((asset) => [asset.id as string, asset]));
  const victims = csvVictims(run.findings);
  const rows: Row[] = [];
  function add(line: string, bySeed: BySeedJson, more: Row): void {
    for (const [seed, amounts] of Object.entries(bySeed))
      for (const [convention, sums] of Object.entries(amounts))
        for (const [asset, amount] of Object.entries(sums)) {
          const info = infos.get(asset);
          rows.push({
            run: json.name,
            line,
            seed,
            convention,
            asset,
            symbol: info === undefined ? '' : symbolOf(book, info.id),
            decimals: info?.decimals === undefined ? '' : String(info.decimals),
            amount,
            victim: victims.of(seed),
            headline: json.headline,
            ...more,
          });
        }
  }
  for (const seed of json.seeds)
    add('injected', { [seed.id]: { '': seed.injected } }, { chain: seed.chain, address: seed.address ?? '' });
  for (const { chain, address, entity, category, bySeed, bounds, received } of json.endpoints) {
    const where = { chain, address, entity, category };
    add('endpoint', bySeed, where);
    for (const [asset, { least, most }] of Object.entries(bounds)) {
      add('least', { '': { 'any rule': { [asset]: least } } }, where);
      add('most', { '': { 'any rule': { [asset]: most } } }, where);
    }
    if (received !== undefined) add('received-in-all', { '': { '': received.amounts } }, where);
  }
  for (const row of json.sideBySide) {
    const { chain = '', address = '', entity, category, asset, least, mostFollowed, most } = row;
    const cells = { ...row.amounts, least, 'most followed': mostFollowed, most };
    for (const [title, amount] of Object.entries(cells))
      if (amount !== undefined)
        add('side-by-side', { '': { [title]: { [asset]: amount } } }, { chain, address, entity, category });
  }
  for (const { chain, address, labels, shownAs, coin, bySeed } of json.held)
    add('held', bySeed, {
      chain,
      address,
      coin: coin ?? '',
      entity: shownAs ?? labels[0]?.entity ?? '',
      category: labels[0]?.category ?? '',
    });
  for (const { chain, address, labels, shownAs, reason, bySeed } of json.notFollowed)
    add('not-followed', bySeed, {
      chain,
      address,
      reason,
      entity: shownAs ?? labels[0]?.entity ?? '',
      category: labels[0]?.category ?? '',
    });
  add('fees', json.fees.bySeed, {});
  add('burnt', json.burnt.bySeed, {});
  add('returned', json.returned.bySeed, {});
  for (const { from, to, amounts } of json.reachedSeed)
    add('reached-seed', { [from]: amounts }, { reason: to });
  for (const { line, sums, more } of victims.rows) add(line, { '': { 'any rule': sums } }, more);
  for (const claim of victims.claims) rows.push({ run: json.name, ...claim });
  return rows;
}
