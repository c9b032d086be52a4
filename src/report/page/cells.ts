// Small pieces that the tables of the page are made of: names, addresses, links, amounts under each convention.
import { asOne } from '../../labels/rank.ts';
import { chainName } from '../../model/chain.ts';
import { isLink, type Label } from '../../model/label.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings, PlaceFinding } from '../../trace/findings.ts';
import { clipped, forTerminal } from '../escape.ts';
import { whoSays } from '../who-says.ts';
import { addressLink, explorersOf, txLink } from './explorers.ts';
import { type Child, type Tree, tree } from './tree.ts';

/** Longer names are cut, and the cut is shown; the JSON result has them whole. */
const NAME = 80;

/** Who says so. What leads to a page is a link, and shows where to; nothing else becomes one. */
export function saidByTree(label: Pick<Label, 'source' | 'url'>): Tree {
  const text = whoSays(label);
  const { url } = label;
  if (url === undefined || !isLink(url) || !text.includes(url)) return tree('bdi', {}, text);
  const at = text.indexOf(url);
  return tree('bdi', {}, text.slice(0, at), outward(url, {}, url), text.slice(at + url.length));
}

export function plainName(text: string): string {
  return clipped(forTerminal(text), NAME);
}

/** A name of somebody's: its own reading direction stays inside of it. */
export function named(entity: string, category: string): Tree {
  return tree(
    'span',
    { class: 'who' },
    tree('bdi', {}, plainName(entity)),
    ' ',
    tree('span', { class: 'category' }, plainName(category)),
  );
}

/** `data-address`: the page exchanges the explorer. */
export function addressTree(chain: string, display: string): Tree {
  const href = addressLink(explorersOf(chain)[0], display);
  return outward(
    href,
    { class: 'address', 'data-chain': chain, 'data-address': display },
    forTerminal(display),
  );
}

export function txTree(chain: string, tx: string): Tree {
  const href = txLink(explorersOf(chain)[0], tx);
  return outward(href, { class: 'tx', 'data-chain': chain, 'data-tx': tx }, forTerminal(tx));
}

/** Without an explorer it is text. */
function outward(href: string | undefined, attributes: Record<string, string>, text: string): Tree {
  if (href === undefined) return tree('span', { class: attributes.class }, text);
  return tree('a', { ...attributes, href, rel: 'noopener noreferrer external', target: '_blank' }, text);
}

export function whoAt(finding: PlaceFinding): readonly Child[] {
  const label = asOne(finding.labels);
  return [
    ...(label === undefined ? [] : [named(label.entity, label.category), ' ']),
    addressTree(finding.place.chain, finding.display),
    tree('span', { class: 'on' }, ` on ${plainName(chainName(finding.place.chain))}`),
  ];
}

/** A cell whose text is that of the convention chosen: all of them are in it, the headline is shown. */
export function switched(
  name: 'td' | 'th',
  { options }: Pick<Findings, 'options'>,
  textOf: (convention: ConventionName) => string,
  attributes: Record<string, string> = {},
): Tree {
  const texts = options.conventions.map(textOf);
  const all = texts.every((text) => text === texts[0]) ? undefined : JSON.stringify(texts);
  return tree(name, { class: 'number', 'data-texts': all, ...attributes }, texts[0] ?? '');
}

interface Column {
  readonly title: string;
  readonly isNumber?: true;
}

/** A table that scrolls inside of its own width; `caption` says what it is. */
export function tableTree(
  caption: string,
  columns: readonly Column[],
  rows: readonly Tree[],
  more: { readonly class?: string; readonly foot?: readonly Tree[] } = {},
): Tree {
  return tree(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    tree(
      'table',
      { class: more.class },
      tree('caption', {}, caption),
      tree(
        'thead',
        {},
        tree(
          'tr',
          {},
          ...columns.map(({ title, isNumber }) =>
            tree('th', { scope: 'col', class: isNumber === true ? 'number' : undefined }, title),
          ),
        ),
      ),
      tree('tbody', {}, ...rows),
      ...(more.foot === undefined ? [] : [tree('tfoot', {}, ...more.foot)]),
    ),
  );
}

/** Lines that the text report has, as they stand there. */
export function linesTree(lines: readonly string[]): Tree {
  return tree('pre', { class: 'lines', tabindex: '0' }, lines.join('\n'));
}
