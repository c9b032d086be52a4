// Text that came from a chain, a list or a label is hostile: it may move the cursor, reverse the reading direction, or be
// a formula. Escaped here for the place it goes to; never dropped.

/** Controls, bidirectional overrides, zero-width and line separators, halves of characters: shown as \u{…}, so that nothing acts and nothing hides. */
const ACTING =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\p{Cs}]|[\u{e0000}-\u{e007f}]/gu;

/** Without line ends and other controls below U+0020: those in strings are escaped already, those between them are layout. */
const ACTING_IN_JSON = new RegExp(`(?![\\0-\\x1f])(?:${ACTING.source})`, 'gu');

export function forTerminal(text: string): string {
  return text.replace(ACTING, (match) => `\\u{${(match.codePointAt(0) as number).toString(16)}}`);
}

/** JSON text in which nothing acts, and which says the same: JSON has an escape of its own for every character. */
export function forJson(text: string): string {
  return text.replace(ACTING_IN_JSON, (match) =>
    match
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** A CSV cell that a spreadsheet would calculate starts with an apostrophe; quoting is the CSV writer's. */
export function forCell(text: string): string {
  const plain = forTerminal(text);
  return /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
}

/** At most `length` characters, the cut shown. */
export function clipped(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}
