// Names made to be taken for others: a word that mixes Latin with letters of a script that has the same shapes, or a known
// name spelt wholly in such letters. Refused, since no reader of a report could tell. Words in other scripts are names.
import { RowFault } from './fault.ts';

/** Scripts with letters that look like Latin ones (Unicode TR 39, the ones seen in practice). */
const LOOKING_LATIN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const LATIN = /\p{Script=Latin}/u;

/** Capital Cyrillic and Greek letters of the shape of a Latin one. */
const shapes: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ј: 'J',
  Ѕ: 'S',
  Ԛ: 'Q',
  Ԝ: 'W',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};

/** Names that can be spelt in those letters alone. */
const TARGETS = new Set([
  'OKX',
  'HTX',
  'MEXC',
  'BITMEX',
  'BITHUMB',
  'BTC',
  'HOTBIT',
  'OKEX',
  'COINONE',
  'PAXOS',
  'AAVE',
  'OKC',
]);

/** Throws RowFault. */
export function refuseLookAlike(name: string): void {
  if (/^[\x20-\x7e]*$/.test(name)) return;
  for (const word of name.split(/[^\p{L}\p{M}\p{N}]+/u)) {
    if (!LOOKING_LATIN.test(word)) continue;
    if (LATIN.test(word))
      throw new RowFault('its name mixes Latin letters with ones of another script that look like them');
    const latin = [...word.toUpperCase()].map((letter) => shapes[letter] ?? letter).join('');
    if (TARGETS.has(latin)) throw new RowFault('its name is a known one spelt in letters of another script');
  }
}
