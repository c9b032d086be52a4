// `npm run bench:accuracy`: the table of docs/accuracy.md from the data that is present; with `-- --write` into that page.
import { readFileSync, writeFileSync } from 'node:fs';
import { accuracies, accuracyTable } from '../support/accuracy.ts';

const PAGE = 'docs/accuracy.md';
const shared = await accuracies('shared');
const rows = [...(await accuracies('here')), ...shared];
const table = accuracyTable(rows).join('\n');
console.log(table);
if (shared.length < 3) console.log('skipped: no shared data for some of the cases');
const isWrong = rows.some(({ reached, reachable, residual }) => reached !== reachable || residual !== 0n);
if (process.argv.includes('--write')) {
  const date = new Date().toISOString().slice(0, 10);
  const page = readFileSync(PAGE, 'utf8');
  const part = /(<!-- measured -->\n)[\s\S]*?(<!-- end -->)/;
  writeFileSync(PAGE, page.replace(part, `$1\nMeasured on ${date}.\n\n${table}\n\n$2`));
}
process.exitCode = isWrong ? 1 : 0;
