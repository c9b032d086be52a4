// How long a small run takes, whole process: the help, and a transfer list of 1,300 rows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { line, median, timed } from './timed.ts';

const ROWS = 1_300;

/** Wallet n pays 2n+1 and 2n+2, so that all hangs together. */
function transferList(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const payer = Math.floor(index / 2);
    const amount = `${Math.floor(1_000_000 / (payer + 1))}.${String(index % 100).padStart(2, '0')}`;
    return `made-up,t${index},${index + 1},${1_700_000_000 + 60 * index},${index},w${payer},w${index + 1},USD,${amount},2`;
  });
  return ['chain,tx,height,time,order,from,to,asset,amount,decimals', ...rows, ''].join('\n');
}

export async function benchStart(): Promise<void> {
  const help = await median(7, async () => (await timed(['--help'])).ms);
  line('process, --help', `${help.toFixed(0)} ms`);
  const folder = mkdtempSync(join(tmpdir(), 'trace-bench-list-'));
  const file = join(folder, 'list.csv');
  writeFileSync(file, transferList());
  const list = await median(7, async () => (await timed(['w0', '--ledger', file, '--hops', '20'])).ms);
  line(`process, transfer list of ${ROWS} rows`, `${list.toFixed(0)} ms`);
  const colonial = await median(
    7,
    async () => (await timed(['run', 'fixtures/cases/colonial', '--quiet'])).ms,
  );
  line('process, Colonial case', `${colonial.toFixed(0)} ms`);
  rmSync(folder, { recursive: true, force: true });
}
