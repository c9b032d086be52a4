// DefiLlama's lists of exchange wallets, which are programs: `owners` by chain of one exchange (projects/NAME/index.js), or
// addresses by name (projects/helper/bitcoin-book). Only literal lists of texts are taken from them; nothing is run, and what
// a program would make of names, imports and expressions is not known here.
import { chainByForm } from '../chain-words.ts';
import type { LabelColumnName } from '../columns.ts';
import { TextFault } from './fault.ts';
import type { RawRow } from './row-labels.ts';

/** Told by content: a label file of any other form has no such line. */
export function isAdapter(text: string): boolean {
  return /^(?:module\.exports\s*=|const \w+ = (?:require\(|\[|\{))/m.test(text);
}

/** Comments, texts, names, brackets; whatever else is one character that means nothing here. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[A-Za-z_$][\w$]*|[\s\S]/g;

interface Open {
  readonly bracket: string;
  /** Under which name it stands. */
  readonly key: string;
}

/** `entity`: whose wallets they are, of a file of one exchange. Throws TextFault. */
export function* adapterRows(text: string, entity: string | undefined): Generator<RawRow> {
  const open: Open[] = [];
  let line = 1;
  let [name, key] = ['', ''];
  let isAfterBracket = true;
  let found = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    const at = line;
    line += token.split('\n').length - 1;
    if (/^\s$/.test(token) || /^\/[/*]/.test(token)) continue;
    const within = open.at(-1);
    if (token === '[' || token === '{' || token === '(') {
      open.push({ bracket: token, key });
      [name, key] = ['', ''];
    } else if (token === ']' || token === '}' || token === ')') {
      open.pop();
      [name, key] = ['', ''];
    } else if (token === ':' || token === '=') key = name;
    else if (token === ',' || token === ';') [name, key] = ['', ''];
    else {
      const literal = /^["'](.*)["']$/.exec(token)?.[1];
      name = literal ?? token;
      if (literal !== undefined && within?.bracket === '[' && isAfterBracket) {
        const row = rowOf(at, literal, open, entity);
        if (row !== undefined) {
          found += 1;
          yield row;
        }
      }
    }
    isAfterBracket = token === '[' || token === ',';
  }
  if (open.length > 0) throw new TextFault('its brackets do not close; was it cut while it was written?');
  if (found === 0) throw new TextFault('no list of addresses stands in it');
}

/** undefined: the list is one of something else. */
function rowOf(
  line: number,
  address: string,
  open: readonly Open[],
  entity: string | undefined,
): RawRow | undefined {
  const key = open.at(-1)?.key ?? '';
  const cells = (owner: string, more: readonly (readonly [LabelColumnName, string])[]): RawRow => ({
    line,
    cells: new Map([['address', address], ['entity', owner], ...more]),
  });
  if (key === 'owners' || key === 'exports') {
    if (entity === undefined)
      return { line, cells: 'it names nobody (--entity says whose wallets these are)' };
    const chain = key === 'owners' ? (open.at(-2)?.key ?? '') : '';
    return cells(entity, chain === '' ? [] : [['chain', chain]]);
  }
  // In the file of one exchange other lists are tokens, or parts of which only the program knows where they belong.
  const isOwner = entity === undefined && key !== '' && !/tokens?$/i.test(key);
  return isOwner && chainByForm(address) !== undefined ? cells(key, []) : undefined;
}
