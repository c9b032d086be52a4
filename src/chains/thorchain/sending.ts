// What a THORChain memo says of a payment, as a bridge has it.
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import { type BridgeActs, type BridgeKey, type Landing, NO_ACTS, type Sending } from '../../model/bridge.ts';
import type { TxId } from '../../model/place.ts';
import type { TransferId } from '../../model/transfer.ts';
import { readMemo } from './memo.ts';

const THORCHAIN = 'THORChain';

interface Paid {
  readonly txId: TxId;
  readonly memo: string;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly sender: Address | undefined;
  readonly leg: TransferId | undefined;
}

/** A payment to a vault; undefined: it asks for no exchange. */
export function sendingBy({ txId, memo, asset, amount, sender, leg }: Paid): Sending | undefined {
  const read = readMemo(memo);
  if (read?.kind !== 'swap') return undefined;
  return {
    bridge: THORCHAIN,
    key: keyOf(txId.replace(/^0x/, '').toUpperCase()),
    said: leg === undefined ? 'bridge' : 'payer',
    keyed: 'once',
    assets: [asset],
    amount,
    sender,
    leg,
    to: { chain: read.chain, name: read.chainName, address: read.address || (sender ?? '') },
    refundTo: read.refundTo,
    pays: undefined,
  };
}

/** A payment out of a vault; undefined: it answers no other. */
export function landingBy(memo: string, to: Address, asset: AssetId, amount: bigint): Landing | undefined {
  const read = readMemo(memo);
  if (read === undefined || read.kind === 'swap') return undefined;
  const kind = read.kind === 'out' ? 'paid-out' : 'refund';
  return { key: keyOf(read.inbound), kind, to, assets: [asset], amount };
}

/** Of one payment to `to`, whichever of the two it is. */
export function actsByMemo(paid: Paid, to: Address): BridgeActs {
  const sending = sendingBy(paid);
  const landing = landingBy(paid.memo, to, paid.asset, paid.amount);
  if (sending === undefined && landing === undefined) return NO_ACTS;
  return {
    sendings: sending === undefined ? [] : [sending],
    landings: landing === undefined ? [] : [landing],
  };
}

function keyOf(inbound: string): BridgeKey {
  return `thorchain/${inbound}`;
}
