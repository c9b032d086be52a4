// A made-up Bitcoin and a made-up Ethereum with THORChain between them: payments with memos on either side, and a run over both.
import { address as codec } from 'bitcoinjs-lib';
import type { Http } from '../../src/model/http.ts';
import type { RunJson } from '../../src/report/schema.ts';
import { event, FUNDER, tx } from './bridge-events.ts';
import { cli } from './cli.ts';
import { type EsploraTx, esploraWorld, fromFlat } from './esplora-world.ts';
import { type EvmTx, explorerWorld } from './explorer-world.ts';

export const ROUTER = '0xd37bbe5744d730a1d98d8dc97c42f0ca46ad7146';
export const [SEED, VAULT, RECEIVER] = [1, 2, 3].map(
  (n) => `0x${(0xd0000 + n).toString(16).padStart(40, '0')}`,
) as [string, string, string];
export const COIN = `0x${'0'.repeat(40)}`;
export const ETH = 'eip155:1/slip44:60';
export const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';
export const TIME = 1_600_000_000;

export const btc = (n: number): string => codec.toBech32(new Uint8Array(20).fill(n), 0, 'bc');
export const [BTC_SEED, BTC_VAULT] = [btc(1), btc(2)];
const BTC_FUNDER = btc(3);
export const INBOUND = 'ab'.repeat(32);

/** The seed has 10,000 sat and pays 9,000 to the first output, 500 of the rest are the fee, 500 come back; with a memo. */
export function paidIn(...memos: readonly string[]): EsploraTx[] {
  const [funded, paid] = fromFlat([
    {
      ...{ txid: '11'.repeat(32), height: 100, time: TIME, fee: 100 },
      vin: [{ txid: 'cc'.repeat(32), n: 0, addr: BTC_FUNDER, value: 10_100 }],
      vout: [{ n: 0, addr: BTC_SEED, value: 10_000 }],
    },
    {
      ...{ txid: INBOUND, height: 101, time: TIME + 60, fee: 500 },
      vin: [{ txid: '11'.repeat(32), n: 0, addr: BTC_SEED, value: 10_000 }],
      vout: [
        { n: 0, addr: BTC_VAULT, value: 9_000 },
        { n: 1, addr: BTC_SEED, value: 500 },
      ],
    },
  ]) as [EsploraTx, EsploraTx];
  const data = memos.map((memo) => {
    const hex = Buffer.from(memo, 'latin1').toString('hex');
    const bytes = hex.length / 2;
    const push =
      bytes > 75 ? `4c${bytes.toString(16).padStart(2, '0')}` : bytes.toString(16).padStart(2, '0');
    return { scriptpubkey: `6a${push}${hex}`, value: 0 };
  });
  return [funded, { ...paid, vout: [...paid.vout, ...data] }];
}

export function paidOut(
  minute: number,
  memo: string,
  amount: bigint,
  to = RECEIVER,
  contract = ROUTER,
): EvmTx {
  return tx(minute, {
    ...{ from: VAULT, to: contract, value: amount },
    internals: [{ path: '0', from: contract, to, value: amount, type: 'call' }],
    logs: [
      event(
        contract,
        'TransferOut(address,address,address,uint256,string)',
        [VAULT, to],
        ['address', 'uint256', 'string'],
        [COIN, amount, memo],
        1,
      ),
    ],
  });
}

export async function traced(...asked: Parameters<typeof tracedAsking>): Promise<RunJson> {
  return (await tracedAsking(...asked)).run;
}

/** With the services that were asked, once for each request. */
export async function tracedAsking(
  seed: string | readonly string[],
  bitcoin: readonly EsploraTx[],
  ethereum: readonly EvmTx[],
  ...more: readonly string[]
): Promise<{ readonly run: RunJson; readonly asked: readonly string[] }> {
  const esplora = esploraWorld(bitcoin, { tipHeight: 200 });
  const world = explorerWorld(ethereum, {
    tip: 9_000,
    contracts: [ROUTER],
    opening: { [FUNDER]: 10n ** 9n, [VAULT]: 10n ** 9n },
  });
  const asked: string[] = [];
  const http: Http = async (request, signal) => {
    asked.push(request.service);
    const isEthereum = ['eth.blockscout.com', 'api.etherscan.io'].includes(request.service);
    return isEthereum ? world.http(request, signal) : esplora(request);
  };
  const plain = ['--json', '--min-value', '0', '--no-store', '--quiet', '--convention', 'all'];
  const { out, err } = await cli([...[seed].flat(), ...plain, ...more], { http });
  if (out === '') throw new Error(err);
  return { run: (JSON.parse(out) as { runs: RunJson[] }).runs[0] as RunJson, asked };
}

/** A vault pays 3,000 sat for the deposit and keeps 2,000; the receiver pays 2,900 of them to an exchange. */
export function paidOnBitcoin(deposit: string, payer = BTC_VAULT, since = TIME): EsploraTx[] {
  const [out, spent] = fromFlat([
    {
      ...{ txid: 'ef'.repeat(32), height: 120, time: since + 600, fee: 100 },
      vin: [{ txid: 'dd'.repeat(32), n: 0, addr: payer, value: 5_100 }],
      vout: [
        { n: 0, addr: btc(5), value: 3_000 },
        { n: 1, addr: BTC_VAULT, value: 2_000 },
      ],
    },
    {
      ...{ txid: 'fe'.repeat(32), height: 121, time: since + 1_200, fee: 100 },
      vin: [{ txid: 'ef'.repeat(32), n: 0, addr: btc(5), value: 3_000 }],
      vout: [{ n: 0, addr: btc(6), value: 2_900 }],
    },
  ]) as [EsploraTx, EsploraTx];
  const answer = Buffer.from(`OUT:${deposit.slice(2).toUpperCase()}`).toString('hex');
  return [{ ...out, vout: [...out.vout, { scriptpubkey: `6a44${answer}`, value: 0 }] }, spent];
}
