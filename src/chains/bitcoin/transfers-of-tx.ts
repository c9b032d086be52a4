// One Esplora transaction to its transfers: inputs melt into the transaction, which pays outputs and fee. Pure.
// Every sum is checked first; a transaction that does not balance gives no transfer at all.
import { normalAddress } from '../../model/address.ts';
import { assetId } from '../../model/asset.ts';
import { BITCOIN } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import type { JunctionPlace, OwnerPlace, Place, SinkPlace, TxId } from '../../model/place.ts';
import { type CoinId, coinId, type Position, type Transfer, type TransferId } from '../../model/transfer.ts';
import type { EsploraOutput, EsploraTx } from './esplora-shapes.ts';
import { placeOfScript } from './script-place.ts';

const NO_TX = '0'.repeat(64);
/** Bitcoin's own coin, as model/chain.ts names it. */
export const BTC = assetId(`${BITCOIN}/slip44:0`);

type Input = EsploraTx['vin'][number];

interface Leg {
  readonly name: string;
  readonly order: number;
  readonly from: Place;
  readonly to: Place;
  readonly amount: bigint;
  readonly coin: CoinId | undefined;
}

function refuse(tx: EsploraTx, why: string): never {
  throw new KnownError('transaction-refused', `Transaction ${tx.txid} was refused: ${why}.`, {
    hint: 'The source is wrong or cut it short: ask another service.',
  });
}

function placeOfOutput(tx: EsploraTx, where: string, output: EsploraOutput): OwnerPlace | SinkPlace {
  const place = placeOfScript(output.scriptpubkey);
  const said = output.scriptpubkey_address;
  // A script without an address form may be given the address of its key (old dumps do): that is no contradiction.
  if (place.kind !== 'wallet' || said == null || normalAddress(BITCOIN, said) === place.address) return place;
  throw new KnownError(
    'source-disagreement',
    `Transaction ${tx.txid}, ${where}: the script pays ${place.address}, the source names another address.`,
    { hint: 'The script decides what can be spent: ask another service.' },
  );
}

function isCoinbase(input: Input): boolean {
  return input.is_coinbase === true || (input.txid === NO_TX && input.vout === 0xffffffff);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function inLegs(tx: EsploraTx, junction: JunctionPlace, paid: bigint): Leg[] {
  if (tx.vin.some(isCoinbase)) {
    if (tx.vin.length !== 1) refuse(tx, 'a coinbase has one input');
    if (tx.fee !== 0) refuse(tx, `a coinbase pays no fee, this one names ${tx.fee} sat`);
    const issued: Place = { kind: 'issued', chain: BITCOIN };
    return [{ name: 'in/0', order: 0, from: issued, to: junction, amount: paid, coin: undefined }];
  }
  const coins = new Set<CoinId>();
  return tx.vin.map((input, index) => {
    if (!input.prevout) refuse(tx, `input ${index} lacks the output it spends`);
    const coin = coinId(input.txid as TxId, input.vout);
    if (coins.has(coin)) refuse(tx, `it spends ${coin} twice`);
    coins.add(coin);
    const from = placeOfOutput(tx, `input ${index}`, input.prevout);
    return {
      name: `in/${index}`,
      order: index,
      from,
      to: junction,
      amount: BigInt(input.prevout.value),
      coin,
    };
  });
}

function outLegs(tx: EsploraTx, junction: JunctionPlace): Leg[] {
  return tx.vout.map((output, index) => ({
    name: `out/${index}`,
    order: tx.vin.length + index,
    from: junction,
    to: placeOfOutput(tx, `output ${index}`, output),
    amount: BigInt(output.value),
    coin: coinId(tx.txid as TxId, index),
  }));
}

/** The places that its inputs and outputs name, those of zero amount too. */
export function placesOfTx(tx: EsploraTx): readonly (OwnerPlace | SinkPlace)[] {
  const outputs = [...tx.vin.flatMap((input) => input.prevout ?? []), ...tx.vout];
  return outputs.map((output) => placeOfScript(output.scriptpubkey));
}

/**
 * In legs by vin, out legs by vout, the fee last; amounts of zero are left out. Throws KnownError `transaction-refused`
 * (sums, missing previous output) or `source-disagreement` (address against script).
 */
export function transfersOfTx(tx: EsploraTx): readonly Transfer[] {
  const txId = tx.txid as TxId;
  const junction: JunctionPlace = { kind: 'junction', chain: BITCOIN, txId };
  const paid = sum(tx.vout.map((output) => BigInt(output.value)));
  const ins = inLegs(tx, junction, paid);
  const given = sum(ins.map((leg) => leg.amount));
  if (given !== paid + BigInt(tx.fee)) {
    refuse(tx, `inputs are ${given} sat, outputs ${paid} and fee ${tx.fee}`);
  }
  const fee: Leg = {
    name: 'fee',
    order: tx.vin.length + tx.vout.length,
    from: junction,
    to: { kind: 'fee', chain: BITCOIN },
    amount: BigInt(tx.fee),
    coin: undefined,
  };
  const legs = [...ins, ...outLegs(tx, junction), fee].filter((leg) => leg.amount > 0n);
  return legs.map((leg) => ({
    id: `${txId}/${leg.name}` as TransferId,
    chain: BITCOIN,
    txId,
    at: positionOf(tx, leg.order),
    from: leg.from,
    to: leg.to,
    asset: BTC,
    amount: leg.amount,
    coin: leg.coin,
  }));
}

/** Esplora does not say where in its block a transaction stands; on a coin chain the coins themselves order it. */
function positionOf(tx: EsploraTx, order: number): Position | undefined {
  const { status } = tx;
  if (!status.confirmed) return undefined;
  return { height: status.block_height, time: status.block_time, txIndex: undefined, order };
}
