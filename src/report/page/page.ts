// The page: one file that needs nothing but itself. It asks no network, and its policy lets nothing run but the one script
// whose digest stands in it. All that is said in tables is there without JavaScript.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Chalk } from 'chalk';
import { type Answer, isRun } from '../answer.ts';
import { forJson, forTerminal } from '../escape.ts';
import type { ReportHead } from '../json.ts';
import { questionText } from './answer-tree.ts';
import { plainName } from './cells.ts';
import type { PageData } from './page-data.ts';
import { runSection } from './run-section.ts';
import { toldSection, upstreamQuestion } from './told-section.ts';
import { escaped, markup, type Tree, tree } from './tree.ts';

/** Made by `npm run build`; from src and from dist the way to it is the same. */
function builtPart(name: string): Promise<string> {
  return readFile(new URL(`../../../dist/report/page/${name}`, import.meta.url), 'utf8');
}

export async function pageHtml(answers: readonly Answer[], head: ReportHead): Promise<string> {
  const [script, css] = await Promise.all([builtPart('browser.js'), builtPart('page.css')]);
  const style = { chalk: new Chalk({ level: 0 }), addresses: 'full', columns: undefined } as const;
  const sections = answers.map((answer, index): { tree: Tree; data?: PageData } => {
    const id = `run${index + 1}`;
    return isRun(answer)
      ? runSection(answer, head, id, style)
      : { tree: toldSection(answer, head, id, style) };
  });
  const title = answers
    .map((answer) => plainName(isRun(answer) ? questionText(answer) : upstreamQuestion(answer)))
    .join(' · ');
  const policy = [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(css)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escaped(title)}</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    markup(tree('a', { class: 'skip', href: '#main' }, 'To the answer')),
    ...(head.synthetic === undefined
      ? []
      : [markup(tree('header', { class: 'synthetic' }, `SYNTHETIC: ${forTerminal(head.synthetic)}`))]),
    '<main id="main">',
    ...sections.map((section) => markup(section.tree)),
    '</main>',
    markup(
      tree(
        'footer',
        {},
        `trace ${head.version}. This page is complete in itself and asks nothing of any network; links to explorers do, once they are clicked.`,
      ),
    ),
    ...sections.flatMap(({ data }, index) =>
      data === undefined
        ? []
        : [`<script type="application/json" id="run${index + 1}-data">${inScript(data)}</script>`],
    ),
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Nothing in it can end the element that it stands in. */
function inScript(data: object): string {
  return forJson(JSON.stringify(data)).replaceAll('<', '\\u003c');
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
