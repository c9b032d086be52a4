// A world of payments behind the services that the program asks: Esplora for Bitcoin, explorers for Ethereum.
import type { Http } from '../../src/model/http.ts';
import { esploraWorld, fromFlat } from './esplora-world.ts';
import { flatTxsOf } from './world-bitcoin.ts';
import { evmWorldOf } from './world-evm.ts';
import type { PaymentWorld } from './world-payments.ts';

const ESPLORA: ReadonlySet<string> = new Set(['mempool.space', 'blockstream.info']);
const EXPLORERS: ReadonlySet<string> = new Set(['eth.blockscout.com', 'api.etherscan.io']);

export function servePaymentWorld(world: PaymentWorld): Http {
  const bitcoin = world.chains.get('bitcoin');
  const esplora =
    bitcoin === undefined ? undefined : esploraWorld(fromFlat(flatTxsOf(world)), { tipHeight: bitcoin.tip });
  const explorer = world.chains.has('ethereum') ? evmWorldOf(world) : undefined;
  return async (request) => {
    if (esplora !== undefined && ESPLORA.has(request.service)) return esplora(request);
    if (explorer !== undefined && EXPLORERS.has(request.service)) return explorer.answer(request);
    throw new Error(`the world has no service ${request.service}`);
  };
}
