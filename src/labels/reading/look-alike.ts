// Names made to be taken for others: a word that mixes Latin with letters of a script that has the same shapes, a known name
// spelt in such letters, in second forms of Latin ones (full width, bold) or with accents, and letters that are not seen.
// Refused, since no reader of a report could tell. Words in other scripts are names.
import { builtInLabels } from '../built-in.ts';
import { ownerKey } from '../rank.ts';
import { RowFault } from './fault.ts';

/** Scripts with letters that look like Latin ones (Unicode TR 39, the ones seen in practice). */
const LOOKING_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const LATIN = /\p{Script=Latin}/u;

/** Capitals of the shape of a plain Latin one: Cyrillic, Greek, and Latin ones that Unicode does not take apart. */
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
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Ħ: 'H',
  Ŧ: 'T',
  Ɡ: 'G',
  Ɩ: 'I',
  Ɑ: 'A',
};

/** Names beside those of the built-in pack that can be spelt in those letters alone. */
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

/** Owners of the built-in pack, in capitals. */
const owners = new Set(builtInLabels.map((label) => ownerKey(label).toUpperCase()));

/** Letters and marks of no width; controls are shown by their number wherever a name is (report/escape.ts). */
const UNSEEN = /\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/u;

/** Throws RowFault. */
export function refuseLookAlike(name: string): void {
  if (/^[\x20-\x7e]*$/.test(name)) return;
  if (UNSEEN.test(name)) throw new RowFault('its name holds letters that are not seen');
  for (const word of name.replace(/\p{Cf}/gu, '').split(/[^\p{L}\p{M}\p{N}]+/u)) {
    if (/^[\x20-\x7e]*$/.test(word)) continue;
    if (LOOKING_LATIN.test(word) && LATIN.test(word))
      throw new RowFault('its name mixes Latin letters with ones of another script that look like them');
    if (/^(?=.*[A-Za-z])[A-Za-z0-9]+$/.test(word.normalize('NFKC')))
      throw new RowFault('its name is written in a second form of Latin letters');
    const latin = [...word.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase()]
      .map((letter) => shapes[letter] ?? letter)
      .join('');
    if (TARGETS.has(latin) || owners.has(latin))
      throw new RowFault('its name is a known one spelt in other letters');
  }
}
