// What the Esplora services tell, each asked by itself: who spent a coin, and how many transactions they count at an address.
import { type Asking, askJson } from '../../chains/bitcoin/esplora-ask.ts';
import { esploraOutspend, esploraStats } from '../../chains/bitcoin/esplora-shapes.ts';
import { esploraServices } from '../../chains/bitcoin/services.ts';
import type { Fetching } from '../fetching.ts';
import type { Question } from './fetch.ts';
import type { CoinSubject, WalletSubject } from './subjects.ts';

const NOW = { kind: 'never' } as const;

export function coinQuestions({ coin, chain }: CoinSubject, fetching: Fetching): Question[] {
  const [txId, number] = coin.split(':');
  return askings(fetching).map((asking) => async () => {
    const said = await askJson(asking, `/tx/${txId}/outspend/${number}`, esploraOutspend, NOW);
    const told = { service: asking.service, chain, of: coin, what: 'spender' as const };
    if (!said.spent || !said.status.confirmed) return [{ ...told, value: 'none' }];
    return [{ ...told, value: said.txid, height: said.status.block_height }];
  });
}

export function addressQuestions({ place, chain }: WalletSubject, fetching: Fetching): Question[] {
  const name = place.slice(chain.length + 1);
  const path = name.startsWith('script:') ? `/scripthash/${name.slice(7)}` : `/address/${name}`;
  return askings(fetching).map((asking) => async () => {
    const { chain_stats: stats } = await askJson(asking, path, esploraStats, NOW);
    const told = { service: asking.service, chain, of: place };
    return [{ ...told, what: 'transactions', value: String(stats.tx_count) }];
  });
}

function askings({ http, signal, hasService }: Fetching): Asking[] {
  const services = esploraServices.map(({ name }) => name).filter(hasService);
  return services.map((service) => ({ http, service, signal }));
}
