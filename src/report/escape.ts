// Text that came from a chain, a list or a label is hostile: it may move the cursor, reverse the reading direction, or be
// a formula. Escaped here for the place it goes to; never dropped.

/** Controls, bidirectional overrides, zero-width and line separators: shown as \u{…}, so that nothing acts and nothing hides. */
const ACTING =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export function forTerminal(text: string): string {
  return text.replace(ACTING, (match) => `\\u{${(match.codePointAt(0) as number).toString(16)}}`);
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
