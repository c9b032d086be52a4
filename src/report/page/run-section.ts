// One run on the page: the answer first, then what it rests on, down to the last transfer and to what was not seen.

import { type OwnerPlace, placeKey } from '../../model/place.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, assetBook } from '../amounts.ts';
import { clusterLines, coinJoinLines } from '../coins/text.ts';
import { depositLines } from '../deposits/text.ts';
import { forTerminal } from '../escape.ts';
import { exposureLines } from '../exposure/text.ts';
import { networkOf } from '../graph/network.ts';
import type { ReportHead, RunResult } from '../json.ts';
import { spamLines } from '../spam/text.ts';
import { injectedAssets } from '../summary.ts';
import { bridgeLines } from '../text/bridges.ts';
import { crossingLines } from '../text/crossings.ts';
import { decisionLines } from '../text/decisions.ts';
import { explainBoundsLines } from '../text/explain-bounds.ts';
import { flaggedLines } from '../text/flagged.ts';
import { gapLines, methodLines } from '../text/method.ts';
import { notReachedLines } from '../text/not-reached.ts';
import { patternLines } from '../text/patterns.ts';
import { reachedLines } from '../text/reached.ts';
import { sensitivityLines } from '../text/sensitivity.ts';
import type { TextStyle } from '../text/style.ts';
import { unlistedLines } from '../text/sum.ts';
import { victimLines } from '../text/victims.ts';
import { answerTree } from './answer-tree.ts';
import { linesTree, tableTree } from './cells.ts';
import { controlsTree } from './controls.ts';
import { type PageData, pageData } from './page-data.ts';
import { placesTable } from './place-tables.ts';
import { reachedTables } from './reached-tables.ts';
import { sideBySideTables, statementTables } from './rule-tables.ts';
import { sankeyTree } from './sankey.ts';
import { everything, selected } from './selection.ts';
import { ROWS, transferColumns, transferRow } from './transfer-rows.ts';
import { type Child, type Tree, tree } from './tree.ts';
import { waysTrees } from './ways.ts';

export interface RunSection {
  readonly tree: Tree;
  readonly data: PageData;
}

/** `id`: begins every id inside of it. `style`: full addresses, no colour. */
export function runSection(run: RunResult, head: ReportHead, id: string, style: TextStyle): RunSection {
  const { findings } = run;
  const book = assetBook(findings.assets);
  const genuine = injectedAssets(findings).filter((asset) => book.get(asset)?.genuine === true);
  const data = pageData(networkOf([run], undefined), genuine.map(forTerminal));
  const lines = (title: string, list: readonly string[], name: string): Part[] =>
    list.length === 0 ? [] : [{ name, title, inside: [linesTree(list)] }];
  const name = (place: OwnerPlace): string => findings.names.get(placeKey(place)) ?? placeKey(place);
  const part = (name: string, title: string, inside: readonly Child[]): Part[] =>
    inside.length === 0 ? [] : [{ name, title, inside }];
  const gaps = gapLines(findings, book, style);
  if (gaps.length === 0) gaps.push('None. What was not followed, and why, stands above.');
  const parts: Part[] = [
    ...lines("An analyst's decisions", decisionLines(findings, book, style), 'decisions'),
    ...part('reached', 'What was reached', reachedPart(findings, book, style)),
    ...lines('Inferred deposit addresses', depositLines(findings.deposits, name, book, style), 'deposits'),
    ...part('flow', 'The flow by hops', picturesPart(data, id)),
    ...part('rules', 'Every rule side by side', sideBySideTables(findings, book)),
    ...part('sum', 'The sum: where every unit is', statementTables(findings, book)),
    ...lines('Accounts', exposureLines(findings, book, style), 'accounts'),
    ...lines('Victims', victimLines(findings, book, style), 'victims'),
    ...lines('After the seeds were flagged', flaggedLines(findings, book, style), 'flagged'),
    ...lines('Not reached', notReachedLines(findings, book, style), 'not-reached'),
    ...part('ways', 'Paths', waysTrees(findings, book)),
    ...part(
      'touched',
      'Touched on the way and followed on',
      placesTable('Labelled places on the way', findings.touched, findings, book),
    ),
    ...part('held', 'Still there', placesTable('Places that still hold it', findings.held, findings, book)),
    ...part(
      'not-followed',
      'Not followed',
      placesTable('Places that were not followed, and why', findings.notFollowed, findings, book),
    ),
    ...lines('Where value changed asset or chain', crossingLines(findings, book, style), 'crossings'),
    ...lines('Payments into bridges', bridgeLines(findings, book, style), 'bridges'),
    ...lines('Inferences: patterns of the flow', patternLines(findings, book, style), 'patterns'),
    ...lines('Inferences: CoinJoins on the way', coinJoinLines(findings, book, style), 'coinjoins'),
    ...lines("Inferences: wallets that seem to be one owner's", clusterLines(findings, style), 'clusters'),
    ...lines('Sensitivity', sensitivityLines(findings, book, style), 'sensitivity'),
    ...lines('Why no rule can give less or more', explainBoundsLines(findings, book, style), 'proofs'),
    ...lines(
      'Tokens on no list of genuine contracts (anyone can forge such transfers)',
      unlistedLines(findings, book),
      'unlisted',
    ),
    ...lines('Spam and poisoning: booked, whether followed or not', spamLines(findings, book, style), 'spam'),
    ...part('transfers', 'Transfers: the ledger of what was followed', transfersPart(data)),
    ...part('gaps', 'Gaps: what this run could not see', [linesTree(gaps)]),
    ...part('method', 'How this was made', [linesTree(methodLines(findings, head))]),
  ];
  return {
    data,
    tree: tree(
      'article',
      { id, 'data-run': '' },
      answerTree(run, id, book),
      tree(
        'nav',
        { 'aria-label': `Parts of ${id}` },
        tree(
          'ul',
          {},
          ...parts.map(({ name, title }) => tree('li', {}, tree('a', { href: `#${id}-${name}` }, title))),
        ),
      ),
      controlsTree(data, id),
      ...parts.map(({ name, title, inside }) =>
        tree(
          'section',
          { id: `${id}-${name}`, class: name, 'aria-labelledby': `${id}-${name}-title` },
          tree('h2', { id: `${id}-${name}-title` }, title),
          ...inside,
        ),
      ),
    ),
  };
}

interface Part {
  readonly name: string;
  readonly title: string;
  readonly inside: readonly Child[];
}

function reachedPart(findings: Findings, book: AssetBook, style: TextStyle): Child[] {
  const tables = reachedTables(findings, book);
  return [
    tree(
      'p',
      { class: 'poison note', hidden: true },
      'Poison is reach: it says what could be mixed in, and no amount of it is owed. It is never added up.',
    ),
    ...(tables.length === 0 ? [linesTree(reachedLines(findings, book, style))] : tables),
    tree('p', { class: 'hidden-rows note', hidden: true }, ''),
  ];
}

/** The drawing is there without JavaScript; the graph needs it. */
function picturesPart(data: PageData, id: string): Child[] {
  if (data.assets.length === 0) return [];
  const filter = everything(data);
  return [
    tree(
      'div',
      { class: 'sankey-place' },
      ...sankeyTree(data, selected(data, filter), filter.asset, `${id}-sankey`),
    ),
    tree(
      'div',
      { class: 'graph', hidden: true },
      tree('h3', {}, 'As a graph'),
      tree(
        'div',
        { class: 'graph-tools' },
        tree('label', { for: `${id}-search` }, 'Find a place, by name or address'),
        tree('input', { type: 'search', id: `${id}-search`, name: 'search', autocomplete: 'off' }),
        tree('button', { type: 'button', name: 'closer' }, 'Closer'),
        tree('button', { type: 'button', name: 'farther' }, 'Farther'),
        tree('button', { type: 'button', name: 'whole' }, 'All of it'),
      ),
      tree('ul', { class: 'found', 'aria-label': 'Places found' }),
      tree('div', { class: 'canvas', 'aria-hidden': 'true' }),
      tree(
        'p',
        { class: 'note' },
        'Columns are hops from where the money began. Drag to move, scroll to come closer, click a place for its transfers. The list of transfers says the same in words.',
      ),
    ),
    tree('div', {
      class: 'chosen',
      hidden: true,
      tabindex: '-1',
      role: 'region',
      'aria-label': `Chosen place of ${id}`,
    }),
  ];
}

function transfersPart(data: PageData): Child[] {
  const filter = everything(data);
  const all = selected(data, filter);
  if (all.length === 0) return [];
  const shown = all.slice(0, ROWS);
  const others = data.transfers.length - all.length;
  return [
    tree(
      'p',
      { class: 'note count' },
      `Transfers 1 to ${shown.length} of ${all.length} of ${data.assets[0]?.symbol ?? ''}${others === 0 ? '' : `; ${others} of other assets`}. All of them are in this file: with JavaScript they are listed here, and the other forms of the report (--format csv-edges) have them as a table.`,
    ),
    tableTree(
      'Transfers that carry anything',
      transferColumns,
      shown.map((row) => transferRow(data, row)),
      {
        class: 'cards transfers-table',
      },
    ),
    tree(
      'p',
      { class: 'pager', hidden: true },
      tree('button', { type: 'button', name: 'before' }, 'Before'),
      ' ',
      tree('button', { type: 'button', name: 'next' }, 'Next'),
    ),
  ];
}
