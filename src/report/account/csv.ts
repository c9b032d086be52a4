// What was found of an account as rows of the flat table: the three figures, then the sources. Exact base units as text.
import type { AccountResult } from '../answer.ts';
import { type CsvLine, sourcesCsv } from '../sources/csv.ts';
import { accountJson } from './json.ts';

/** `seed`: the flagged wallet, who flagged it, or the victim. */
export function accountCsv(result: AccountResult): CsvLine[] {
  const { flagged, victims } = accountJson(result);
  const lines: CsvLine[] = [];
  function add(line: string, seed: string, amounts: CsvLine['amounts'], more: CsvLine['more'] = {}): void {
    lines.push({ line, seed, amounts, more });
  }
  function bound(line: string, seed: string, bounds: typeof flagged.bounds): void {
    for (const [asset, { least, most }] of Object.entries(bounds)) {
      add(`${line}-least`, seed, { 'any rule': { [asset]: least } });
      add(`${line}-most`, seed, { 'any rule': { [asset]: most } });
    }
  }
  add('flagged', '', flagged.amounts);
  add('flagged-direct', '', flagged.direct);
  bound('flagged', '', flagged.bounds);
  for (const { chain, address, flags, amounts, direct } of flagged.wallets) {
    // Every name, as the other forms list every flag.
    const entity = [...new Set(flags.map((flag) => flag.entity))].join(' or ');
    const more = { chain, address, entity, category: flags[0]?.category ?? '' };
    add('flagged-wallet', address, amounts, more);
    add('flagged-wallet-direct', address, direct, more);
  }
  for (const { source, amounts, direct, bounds, after } of flagged.saidBy) {
    add('flagged-by', source, amounts);
    add('flagged-by-direct', source, direct);
    add('flagged-by-after', source, after.amounts);
    add('flagged-by-after-direct', source, after.direct);
    bound('flagged-by', source, bounds);
  }
  for (const { name, injected, amounts, bounds } of victims?.victims ?? []) {
    add('victim-paid', name, { '': injected });
    add('victim', name, amounts);
    bound('victim', name, bounds);
  }
  return [...lines, ...sourcesCsv({ name: result.name, sources: result.account.sources })];
}
