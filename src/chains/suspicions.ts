// What the symbol of a token on no list gives away: that it poses as a genuine asset, or that it is a link. The
// symbol is the token's own claim, so it can only speak against it. What moved is recorded either way.
import type { AssetInfo, Suspicion } from '../model/asset.ts';

/** Letters of other scripts, digits and signs in the shape of a Latin capital (Unicode TR 39, those that symbols need). */
const shapes: readonly (readonly [string, string])[] = [
  ['A', 'АΑᎪꓮ'],
  ['B', 'ВΒᏴꓐ8'],
  ['C', 'СᏟꓚϹ'],
  ['D', 'ᎠꓓĐÐԀ'],
  ['E', 'ЕΕᎬꓰ'],
  ['H', 'НΗᎻꓧ'],
  ['I', 'ІΙӀꓲl1|ı'],
  ['M', 'МΜᎷꓟ'],
  ['N', 'ΝꓠՈ'],
  ['O', 'ОΟՕꓳ0'],
  ['P', 'РΡᏢꓑ'],
  ['R', 'ᎡꓣᏒ'],
  ['S', 'ЅՏᏚꓢ5'],
  ['T', 'ТΤᎢꓔ₮Ŧт'],
  ['U', 'ՍꓴυսՄ'],
  ['V', 'ѴᏙꓦν'],
  ['W', 'ԜᎳꓪ'],
  ['X', 'ХΧꓫ'],
];
const LATIN: ReadonlyMap<string, string> = new Map(
  shapes.flatMap(([latin, others]) => [...others].map((other) => [other, latin] as const)),
);

/** What a reader sees at a glance: no accents, nothing invisible, no dots or blanks, capitals, all in Latin shapes. */
function glance(symbol: string): string {
  const bare = symbol.normalize('NFKD').replace(/[\p{M}\p{C}\p{Z}$.,·_'"`´~-]/gu, '');
  return [...bare]
    .map((letter) => LATIN.get(letter) ?? letter.toUpperCase())
    .map((letter) => LATIN.get(letter) ?? letter)
    .join('');
}

/** Ends of host names that token spam uses; a symbol such as `USDC.e` has none of them. */
const LINK =
  /https?:|www\.|t\.me|[\p{L}\p{N}-]{2,}\.(?:com|org|net|io|xyz|app|site|top|vip|fi|gg|me|link|live|online|pro|club|info|cc|lol|finance|network|exchange|claims?|gift|cash|money|events?|space|website|store|shop|us|tech)\b/iu;

/**
 * `genuine`: the assets that are what they say; of two alike in name the first is meant. Returns what is known against the
 * symbol of another token.
 */
export function suspicions(
  genuine: readonly AssetInfo[],
): (symbol: string) => { readonly suspect?: Suspicion } {
  const names = new Map([...genuine].reverse().map(({ id, symbol }) => [glance(symbol), id]));
  return (symbol) => {
    const imitates = names.get(glance(symbol));
    if (imitates !== undefined) return { suspect: { reason: 'imitation', imitates } };
    return LINK.test(symbol) ? { suspect: { reason: 'advertisement' } } : {};
  };
}
