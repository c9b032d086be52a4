// Reads the world texts of fixtures (fixtures/cases/*/world.txt) whose facts are Bitcoin transactions, in full.
import { readFileSync } from 'node:fs';
import type { Http } from '../../src/model/http.ts';
import { esploraWorld, type FlatTx, fromFlat } from './esplora-world.ts';

export interface CoinWorld {
  readonly tip: number;
  readonly txs: readonly FlatTx[];
}

export function readCoinWorld(path: string): CoinWorld {
  let tip = 0;
  const txs: (Omit<FlatTx, 'fee' | 'vin' | 'vout'> & {
    vin: FlatTx['vin'][number][];
    vout: FlatTx['vout'][number][];
  })[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const words = line.trim().split(/\s+/);
    const tx = txs.at(-1);
    if (words[0] === 'tip') tip = Number(words[1]);
    else if (words[0] === 'tx')
      txs.push({
        txid: words[1] as string,
        height: Number(words[3]),
        time: Number(words[5]),
        vin: [],
        vout: [],
      });
    else if (words[0] === 'in' && tx !== undefined) {
      const [txid, n] = (words[1] as string).split(':');
      tx.vin.push({ txid: txid as string, n: Number(n), addr: words[2] as string, value: Number(words[3]) });
    } else if (words[0] === 'out' && tx !== undefined)
      tx.vout.push({ n: tx.vout.length, addr: words[1] as string, value: Number(words[2]) });
  }
  const sum = (sides: readonly { value: number }[]): number =>
    sides.reduce((total, { value }) => total + value, 0);
  return { tip, txs: txs.map((tx) => ({ ...tx, fee: sum(tx.vin) - sum(tx.vout) })) };
}

export function serveCoinWorld(world: CoinWorld): Http {
  const answer = esploraWorld(fromFlat(world.txs), { tipHeight: world.tip });
  return async (request) => answer(request);
}
