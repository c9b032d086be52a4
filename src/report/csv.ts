// The result as one flat table: a row per line, seed, convention and asset. Amounts are exact base units as text.

import type { AssetInfo } from '../model/asset.ts';
import { accountCsv } from './account/csv.ts';
import { assetBook, symbolOf } from './amounts.ts';
import { type Answer, isRun, isSources } from './answer.ts';
import { stringify } from './csv-text.ts';
import { forCell, forTerminal } from './escape.ts';
import type { RunResult } from './json.ts';
import { runJson } from './json.ts';
import { priceRows } from './prices/csv.ts';
import { sourcesCsv } from './sources/csv.ts';
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

export function reportCsv(answers: readonly Answer[], synthetic: string | undefined): string {
  return stringify(reportRows(answers, synthetic).map((row) => row.map(forCell)));
}

/** `synthetic`: where the data is invented every row says so, for rows travel alone. */
export function reportRows(answers: readonly Answer[], synthetic: string | undefined): string[][] {
  const runs = answers.filter(isRun);
  const rows = [...runs.flatMap(rowsOf), ...answers.flatMap(upstreamRows)].map((row) => ({
    ...row,
    synthetic: synthetic ?? '',
  }));
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

/** A row for each sum, with how the asset is called and counted. */
function rowMaker(run: string, assets: readonly AssetInfo[]) {
  const book = assetBook(assets);
  const infos = new Map(assets.map((asset) => [asset.id as string, asset]));
  return (
    line: string,
    seed: string,
    amounts: Readonly<Record<string, Readonly<Record<string, string>>>>,
    more: Row,
  ): Row[] =>
    Object.entries(amounts).flatMap(([convention, sums]) =>
      Object.entries(sums).map(([asset, amount]): Row => {
        const info = infos.get(asset);
        return {
          run,
          line,
          seed,
          convention,
          asset,
          symbol: info === undefined ? '' : symbolOf(book, info.id),
          decimals: info?.decimals === undefined ? '' : String(info.decimals),
          amount,
          ...more,
        };
      }),
    );
}

function upstreamRows(answer: Answer): Row[] {
  if (isRun(answer)) return [];
  const lines = isSources(answer) ? sourcesCsv(answer) : accountCsv(answer);
  const { assets } = isSources(answer) ? answer.sources : answer.account.sources;
  const rowsOfLine = rowMaker(answer.name, assets);
  return lines.flatMap(({ line, seed, amounts, more }) => rowsOfLine(line, seed, amounts, more));
}

function rowsOf(run: RunResult): Row[] {
  const json = runJson(run);
  const victims = csvVictims(run.findings);
  const rowsOfLine = rowMaker(json.name, run.findings.assets);
  const rows: Row[] = [];
  function add(line: string, bySeed: BySeedJson, more: Row): void {
    for (const [seed, amounts] of Object.entries(bySeed))
      rows.push(
        ...rowsOfLine(line, seed, amounts, { victim: victims.of(seed), headline: json.headline, ...more }),
      );
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
  rows.push(...priceRows(json, (line, amounts, more) => add(line, { '': amounts }, more)));
  for (const row of json.sideBySide) {
    const { chain = '', address = '', entity, category, asset, least, mostFollowed, most } = row;
    const cells = { ...row.amounts, least, 'most followed': mostFollowed, most };
    for (const [title, amount] of Object.entries(cells))
      if (amount !== undefined)
        add('side-by-side', { '': { [title]: { [asset]: amount } } }, { chain, address, entity, category });
  }
  for (const { account, received, amounts, direct, bounds } of json.exposure?.accounts ?? []) {
    const more = { entity: account };
    add('account', { '': amounts }, more);
    add('account-direct', { '': { [json.headline]: direct } }, more);
    for (const [asset, bound] of Object.entries(bounds))
      for (const line of ['least', 'most'] as const)
        add(`account-${line}`, { '': { 'any rule': { [asset]: bound[line] } } }, more);
    if (received !== undefined) add('account-received-in-all', { '': { '': received.amounts } }, more);
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
