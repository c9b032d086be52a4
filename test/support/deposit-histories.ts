// Hand-built histories of one wallet, for the tests of deposit inference: who paid whom, when, how much, in lines. Every
// line is a transaction of its own unless it names the same one. Knows nothing of how a deposit address is told.
import { byRank } from '../../src/labels/rank.ts';
import type { Address } from '../../src/model/address.ts';
import { type AssetId, type AssetInfo, assetId, parseUnits } from '../../src/model/asset.ts';
import { BITCOIN, type ChainId, ETHEREUM, TRON } from '../../src/model/chain.ts';
import type { Label } from '../../src/model/label.ts';
import { type OwnerPlace, type Place, type TxId, wallet } from '../../src/model/place.ts';
import { type CoinId, coinId, type Transfer, type TransferId } from '../../src/model/transfer.ts';

export const ETH = assetId(`${ETHEREUM}/slip44:60`);
const TRX = assetId(`${TRON}/slip44:195`);
export const BTC = assetId(`${BITCOIN}/slip44:0`);
export const USDT = assetId(`${ETHEREUM}/erc20:usdt`);
export const TRON_USDT = assetId(`${TRON}/erc20:usdt`);
/** On no list of genuine contracts. */
export const FORGED = assetId(`${ETHEREUM}/erc20:forged`);

const infos = new Map<AssetId, AssetInfo>(
  (
    [
      [ETH, 'ETH', 18],
      [TRX, 'TRX', 6],
      [BTC, 'BTC', 8],
      [USDT, 'USDT', 6],
      [TRON_USDT, 'USDT', 6],
      [FORGED, 'USDT', 6],
    ] as const
  ).map(([id, symbol, decimals]) => [id, { id, symbol, decimals, genuine: id !== FORGED }]),
);

export const infoOf = (asset: AssetId): AssetInfo | undefined => infos.get(asset);

export function units(amount: string, asset: AssetId): bigint {
  return parseUnits(amount, infos.get(asset)?.decimals ?? 0) as bigint;
}

export const START = 1_600_000_000;
export const HOUR = 3600;

/** Of an account chain. `to`: a name, `fee` or `burnt`; `from`: a name or `issued`. `tx`: to share a transaction. */
export interface Line {
  /** Hours after START. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly asset?: AssetId;
  readonly tx?: string;
}

const SINKS = new Set(['fee', 'burnt', 'issued']);

export function placeOf(name: string, chain: ChainId = ETHEREUM): OwnerPlace {
  return wallet(chain, name as Address);
}

function end(name: string, chain: ChainId): Place {
  return SINKS.has(name) ? { kind: name as 'fee' | 'burnt' | 'issued', chain } : placeOf(name, chain);
}

export function history(lines: readonly Line[], chain: ChainId = ETHEREUM): Transfer[] {
  const native = chain === TRON ? TRX : ETH;
  return lines.map(({ at, from, to, amount, asset = native, tx }, index) => {
    const txId = (tx ?? `tx${index}`) as TxId;
    const first = tx === undefined ? index : lines.findIndex((line) => line.tx === tx);
    return {
      id: `${txId}/${index}` as TransferId,
      chain,
      txId,
      at: {
        height: 1000 + Math.round(at * 300),
        time: START + Math.round(at * HOUR),
        txIndex: first,
        order: index,
      },
      from: end(from, chain),
      to: end(to, chain),
      asset,
      amount: units(amount, asset),
      coin: undefined,
    };
  });
}

/** A Bitcoin transaction: inputs are coins `tx:n` made before, or `name amount` for coins of elsewhere. */
export interface CoinTx {
  readonly tx: string;
  readonly at: number;
  readonly from: readonly (string | readonly [name: string, amount: string])[];
  readonly to: readonly (readonly [name: string, amount: string])[];
}

export function coinHistory(txs: readonly CoinTx[]): Transfer[] {
  const made = new Map<string, { owner: string; amount: bigint }>();
  return txs.flatMap(({ tx, at, from, to }) => {
    const txId = tx as TxId;
    const junction: Place = { kind: 'junction', chain: BITCOIN, txId };
    const position = {
      height: 1000 + Math.round(at * 6),
      time: START + Math.round(at * HOUR),
      txIndex: undefined,
    };
    const inputs = from.map((input, n) => {
      const coin = typeof input === 'string' ? made.get(input) : undefined;
      if (typeof input === 'string' && coin === undefined) throw new Error(`no such coin: ${input}`);
      const { owner, amount } = coin ?? { owner: input[0] as string, amount: units(input[1] as string, BTC) };
      const spent = typeof input === 'string' ? input : `${tx}-source${n}:0`;
      return leg(`in/${n}`, end(owner, BITCOIN), junction, amount, spent as CoinId, n);
    });
    const outputs = to.map(([owner, text], n) => {
      const amount = units(text, BTC);
      made.set(`${tx}:${n}`, { owner, amount });
      return leg(`out/${n}`, junction, end(owner, BITCOIN), amount, coinId(txId, n), 1000 + n);
    });
    const sum = (legs: readonly Transfer[]): bigint => legs.reduce((all, { amount }) => all + amount, 0n);
    const fee = sum(inputs) - sum(outputs);
    const fees =
      fee === 0n ? [] : [leg('fee', junction, { kind: 'fee', chain: BITCOIN }, fee, undefined, 9999)];
    return [...inputs, ...outputs, ...fees];

    function leg(
      id: string,
      source: Place,
      target: Place,
      amount: bigint,
      coin: CoinId | undefined,
      order: number,
    ): Transfer {
      return {
        id: `${tx}/${id}` as TransferId,
        chain: BITCOIN,
        txId,
        at: { ...position, order },
        from: source,
        to: target,
        asset: BTC,
        amount,
        coin,
      };
    }
  });
}

type SaidOne = Partial<Label> & { readonly entity: string };
/** Labels by name of the wallet; what is left out: an exchange, by a curated source. */
export type Said = Readonly<Record<string, SaidOne | readonly SaidOne[]>>;

export function bookOf(said: Said, chain: ChainId = ETHEREUM) {
  const labels = Object.entries(said)
    .flatMap(([name, own]) => [own].flat().map((label) => ({ address: name as Address, ...label })))
    .map(
      (label): Label => ({
        chain,
        category: 'exchange',
        tier: 'curated',
        source: 'https://example.org/wallets',
        pack: 'test',
        ...label,
      }),
    )
    .sort(byRank);
  return {
    of: (on: ChainId, address: Address, time?: number): readonly Label[] =>
      labels.filter(
        (label) =>
          label.chain === on &&
          label.address === address &&
          (time === undefined || ((label.validFrom ?? time) <= time && time <= (label.validTo ?? time))),
      ),
  };
}
