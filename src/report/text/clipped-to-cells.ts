// A text cut to the cells of a terminal, in which a wide character takes two.
import stringWidth from 'string-width';

/** At most `cells` wide, the cut shown; no character is torn. */
export function clippedToCells(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > cells - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
