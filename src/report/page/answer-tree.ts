// The head of a run on the page: the question, the answer in sentences, as of when, and where it began.
import { asOne } from '../../labels/rank.ts';
import { chainName } from '../../model/chain.ts';
import type { Label } from '../../model/label.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import type { RunResult } from '../json.ts';
import { summaryOf } from '../summary.ts';
import { genuineOnly, header } from '../text/style.ts';
import { addressTree, plainName, tableTree, txTree } from './cells.ts';
import { type Tree, tree } from './tree.ts';

export function answerTree({ title, findings }: RunResult, id: string, book: AssetBook): Tree {
  const headline = findings.options.conventions[0] as ConventionName;
  return tree(
    'header',
    { class: 'answer' },
    tree('p', { class: 'question' }, questionText({ title, findings })),
    tree('h1', { id: `${id}-answer` }, ...summaryOf(withShortNames(findings)).map(sentenceTree)),
    tree(
      'p',
      { class: 'about' },
      `Headline: ${header(headline)}. `,
      ...findings.asOf.map(
        ({ chain, height, time }) =>
          `${plainName(chainName(chain))} as of block ${height}, ${timeText(time)}. `,
      ),
      findings.gaps.length === 0
        ? 'No gaps. '
        : `${findings.gaps.length} gap${findings.gaps.length === 1 ? '' : 's'}: see the end. `,
      'Amounts are exact; shares are rounded down.',
    ),
    tableTree(
      'Where it began',
      [{ title: 'Seed' }, { title: 'Sent, gross', isNumber: true }],
      findings.seeds.map(({ seed, place, display, labels, injected }) =>
        tree(
          'tr',
          {},
          tree(
            'th',
            { scope: 'row' },
            ...(seed.kind === 'payment'
              ? ['payment ', txTree(seed.chain, seed.txId), seed.n === undefined ? ' to ' : `:${seed.n} to `]
              : []),
            place === undefined ? forTerminal(display) : addressTree(place.chain, display),
            ...knownAs(labels),
          ),
          tree(
            'td',
            { class: 'number', 'data-label': 'Sent, gross' },
            genuineOnly(injected, book)
              .map(([asset, units]) => amountText(book, asset, units))
              .join(', ') || 'nothing',
          ),
        ),
      ),
      { class: 'cards' },
    ),
  );
}

export function questionText({ title, findings }: Pick<RunResult, 'title' | 'findings'>): string {
  if (title !== undefined) return forTerminal(title);
  const count = findings.seeds.length;
  if (findings.kind === 'wallets')
    return `Where did the money of ${count === 1 ? 'this wallet' : `these ${count} wallets`} go?`;
  return `Where did ${count === 1 ? 'this payment' : `these ${count} payments`} go?`;
}

function knownAs(labels: readonly Label[]): readonly (string | Tree)[] {
  const label = asOne(labels);
  return label === undefined ? [] : [' ', tree('bdi', { class: 'known' }, plainName(label.entity))];
}

/** A name of ten thousand letters would bury the answer. */
function withShortNames(findings: Findings): Findings {
  const short = <T extends { readonly entity: string }>(row: T): T => ({
    ...row,
    entity: plainName(row.entity),
  });
  return {
    ...findings,
    entities: findings.entities.map(short),
    notReached: findings.notReached.map(short),
  };
}

/** Clause by clause, on lines of their own; what it says is the sentence. */
export function sentenceTree(sentence: string): Tree {
  const clauses = sentence.split('; ');
  return tree(
    'span',
    { class: 'sentence' },
    ...clauses.map((clause, index) =>
      tree('span', { class: 'clause' }, index < clauses.length - 1 ? `${clause}; ` : `${clause} `),
    ),
  );
}
