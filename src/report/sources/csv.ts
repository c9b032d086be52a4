// What was found of an account's sources as rows of the flat table. Amounts are exact base units as text.
import type { SourcesResult } from '../answer.ts';
import { sourcesJson } from './json.ts';

/** One cell group: a line of the table with its sums by convention and asset. */
export interface CsvLine {
  readonly line: string;
  readonly seed: string;
  readonly amounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly more: Readonly<Record<string, string>>;
}

/** `seed`: the source. `received` without a convention: a fact of the chain. */
export function sourcesCsv(result: SourcesResult): CsvLine[] {
  const json = sourcesJson(result);
  const lines: CsvLine[] = [];
  for (const { chain, address, received } of json.account)
    lines.push({ line: 'received', seed: '', amounts: { '': received }, more: { chain, address } });
  for (const {
    id,
    kind,
    chain,
    address = '',
    entity = '',
    category = '',
    reason = '',
    ...of
  } of json.sources) {
    const more = { chain, address, entity, category, reason };
    lines.push({ line: `source-${kind}`, seed: id, amounts: of.amounts, more });
    lines.push({ line: `source-${kind}-direct`, seed: id, amounts: of.direct, more });
  }
  for (const { entity, category, bounds = {} } of json.entities)
    for (const [asset, { least, most }] of Object.entries(bounds)) {
      const more = { entity, category };
      lines.push({ line: 'least', seed: '', amounts: { 'any rule': { [asset]: least } }, more });
      lines.push({ line: 'most', seed: '', amounts: { 'any rule': { [asset]: most } }, more });
    }
  for (const { asset, convention, unexplained } of json.statement)
    if (unexplained !== '0')
      lines.push({
        line: 'unexplained',
        seed: '',
        amounts: { [convention]: { [asset]: unexplained } },
        more: {},
      });
  return lines;
}
