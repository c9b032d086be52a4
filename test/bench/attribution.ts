// `npm run bench:attribution`: error rates of what is inferred and agreement of what is told, from the data that is present;
// with `-- --write` into docs/labels.md. Fails if that page says otherwise. Words after it choose measurements.
import { readFileSync, writeFileSync } from 'node:fs';
import { measureAgreement } from './attribution/agreement.ts';
import { measureClusters } from './attribution/clusters.ts';
import { measureCoinJoins } from './attribution/coinjoins.ts';
import { measureDeposits } from './attribution/deposits.ts';
import { measureDepositsOnNode } from './attribution/deposits-on-node.ts';
import type { Measurement } from './attribution/measurement.ts';

const measurements: readonly (readonly [name: string, measure: Measurement])[] = [
  ['coinjoins', measureCoinJoins],
  ['clusters', measureClusters],
  ['agreement', measureAgreement],
  ['deposits', measureDeposits],
  ['deposits-on-node', measureDepositsOnNode],
];

const PAGE = 'docs/labels.md';
const words = process.argv.slice(2);
const asked = words.filter((word) => !word.startsWith('--'));
const date = new Date().toISOString().slice(0, 10);
let isOther = false;
for (const [name, measure] of measurements) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const lines = await measure();
  console.log(`${name}\n`);
  if (lines === undefined) {
    console.log('skipped: what it is measured on is not here\n');
    continue;
  }
  console.log(`${lines.join('\n')}\n`);
  const page = readFileSync(PAGE, 'utf8');
  if (words.includes('--write')) {
    const part = new RegExp(`(<!-- measured: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    writeFileSync(PAGE, page.replace(part, `$1\nMeasured on ${date}.\n\n${lines.join('\n')}\n\n$2`));
  } else if (lines.some((line) => !page.includes(line))) {
    console.log(`${PAGE} says otherwise.\n`);
    isOther = true;
  }
}
process.exitCode = isOther ? 1 : 0;
