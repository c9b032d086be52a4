// A world whose names and amounts try to break what shows them: markup, escape codes, right to left, ten kilobytes, 2^256 − 1.
import { written } from './listed.ts';

export const MOST = 2n ** 256n - 1n;

function cell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

export function hostileQuestion(): string[] {
  const asset = cell('"]--><script>alert(1)</script>');
  const name = cell('</script><img src=x onerror=alert(1)>\u001b[31m\u202eDesk');
  const row = (tx: string, height: number, from: string, to: string, amount: bigint) =>
    ['example', cell(tx), height, 1_700_000_000 + height, 0, from, to, asset, amount, 0].join(',');
  const list = written(
    'list.csv',
    [
      'chain,tx,height,time,order,from,to,asset,amount,decimals',
      row('t1', 1, 'seed', 'mule', MOST),
      row('t2', 2, 'mule', 'desk', 2n),
      row('"><b onclick=alert(1)>t3', 3, 'mule', 'long', MOST - 2n),
    ].join('\n'),
  );
  const labels = written(
    'labels.csv',
    [
      'chain,address,name,category,source',
      `example,desk,${name},exchange,${cell('<!--')}`,
      `example,long,${'L'.repeat(10_000)},exchange,test`,
      '',
    ].join('\n'),
  );
  return ['seed', '--ledger', list, '--labels', labels, '--min-value', '0'];
}
