// Long lines at the width of a terminal: broken between words, continued under their beginning. Colour survives.
import wrapAnsi from 'wrap-ansi';

/** How much deeper a continuation stands than its line. */
const DEEPER = 4;
/** What begins further in is a row of a table, whose first cell stands at its right: its continuations stand in one line. */
const DEEPEST = 8;
const OF_ROWS = 2;

export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => {
      if (!wrapAnsi(line, columns, { trim: false }).includes('\n')) return line;
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      const room = columns - indent - DEEPER;
      if (room < 20) return line;
      const hanging = ' '.repeat((indent > DEEPEST ? OF_ROWS : indent) + DEEPER);
      return `${' '.repeat(indent)}${wrapAnsi(line.slice(indent), room).replaceAll('\n', `\n${hanging}`)}`;
    })
    .join('\n');
}
