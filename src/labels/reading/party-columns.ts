// Exports of transfers that name both parties in each row: Arkham's (fromAddress, fromLabel, toAddress, toLabel) and
// Etherscan's (From, From_Nametag, To, To_Nametag). What was paid is passed over: here they are lists of names.
import { columnName } from '../../model/column-name.ts';
import type { LabelColumnName } from '../columns.ts';
import type { Cells, RawRow } from './row-labels.ts';

export interface Party {
  readonly address: number;
  readonly name: number;
}

const sides = ['from', 'to'] as const;

/** None, unless each side has its address and its name. */
export function partiesOf(header: readonly string[]): readonly Party[] {
  const names = header.map((cell) => columnName(cell).replaceAll('_', ''));
  const at = (...words: readonly string[]): number =>
    words.map((word) => names.indexOf(word)).find((index) => index >= 0) ?? -1;
  const found = sides.map((side) => ({
    address: at(`${side}address`, side),
    name: at(`${side}label`, `${side}nametag`),
  }));
  return found.every(({ address, name }) => address >= 0 && name >= 0) ? found : [];
}

/** `places`: of columns that hold for both, such as the chain. */
export function partyRow(
  line: number,
  cells: readonly string[],
  places: ReadonlyMap<LabelColumnName, number>,
  parties: readonly Party[],
): RawRow {
  const chain = places.get('chain');
  const named = parties
    .map(({ address, name }) => ({ address: cells[address] ?? '', entity: cells[name] ?? '' }))
    // A party without a name of its own is repeated as its address.
    .filter(({ address, entity }) => entity !== '' && entity.toLowerCase() !== address.toLowerCase())
    .map(({ address, entity }): Cells => {
      const own: readonly (readonly [LabelColumnName, string])[] = [
        ['address', address],
        ['entity', entity],
      ];
      return new Map(chain === undefined ? own : [...own, ['chain', cells[chain] ?? '']]);
    });
  const [first, ...others] = named;
  return first === undefined
    ? { line, cells: 'it names neither of its parties' }
    : { line, cells: first, others };
}
