// How Tron writes transactions as protobuf, of which the hash is the id: enough of it for the transactions of a made-up
// chain. Written after protocol/Tron.proto, apart from src.
import { createHash } from 'node:crypto';
import { address as codec } from 'bitcoinjs-lib';

/** Nobody holds a key: the digest of a name. */
export function tronAddress(name: string): string {
  return codec.toBase58Check(
    createHash('sha256').update(`tron address of ${name}`).digest().subarray(0, 20),
    0x41,
  );
}

/** `41…`, as most answers write addresses. */
export function hexOf(address: string): string {
  return `41${bytes20(address)}`;
}

/** 20 bytes in hex, as events write addresses. */
export function bytes20(address: string): string {
  return Buffer.from(codec.fromBase58Check(address).hash).toString('hex');
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Buffer.from(bytes);
}

type Field = readonly [number, bigint | Buffer | string];

function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([field, value]) => {
      // Fields of value nought are not written.
      if (typeof value === 'bigint') return value === 0n ? [] : [varint(BigInt(field << 3)), varint(value)];
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return bytes.length === 0
        ? []
        : [varint(BigInt((field << 3) | 2)), varint(BigInt(bytes.length)), bytes];
    }),
  );
}

const at = (address: string): Buffer => Buffer.from(hexOf(address), 'hex');

export interface Paying {
  readonly type: 'TransferContract';
  readonly to: string;
  readonly amount: bigint;
}
export interface PayingToken {
  readonly type: 'TransferAssetContract';
  readonly to: string;
  readonly amount: bigint;
  readonly id: string;
}
export interface Calling {
  readonly type: 'TriggerSmartContract';
  readonly contract: string;
  readonly sun?: bigint;
  readonly data?: string;
  readonly token?: { readonly id: string; readonly amount: bigint };
}
/** Anything else: its fields as the answers print them; its bytes hold the owner alone. */
export interface Other {
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}
export type TronAct = Paying | PayingToken | Calling | Other;

const KINDS: Readonly<Record<string, bigint>> = {
  TransferContract: 1n,
  TransferAssetContract: 2n,
  FreezeBalanceContract: 11n,
  WithdrawBalanceContract: 13n,
  TriggerSmartContract: 31n,
  ExchangeTransactionContract: 44n,
  FreezeBalanceV2Contract: 54n,
};

function contractBytes(owner: string, act: TronAct): Buffer {
  if ('id' in act) return message([1, act.id], [2, at(owner)], [3, at(act.to)], [4, act.amount]);
  if ('to' in act) return message([1, at(owner)], [2, at(act.to)], [3, act.amount]);
  if (!('contract' in act)) return message([1, at(owner)]);
  const { sun = 0n, data = '', token } = act;
  const paid: Field[] = [
    [3, sun],
    [4, Buffer.from(data, 'hex')],
    [5, token?.amount ?? 0n],
    [6, BigInt(token?.id ?? 0)],
  ];
  return message([1, at(owner)], [2, at(act.contract)], ...paid);
}

/** `raw_data` in hex. `note`: bytes that the payer wrote beside it. */
export function rawOf(owner: string, act: TronAct, timestamp: bigint, note = Buffer.alloc(0)): string {
  const any = message([1, `type.googleapis.com/protocol.${act.type}`], [2, contractBytes(owner, act)]);
  const contract = message([1, KINDS[act.type] ?? 99n], [2, any]);
  return message([1, Buffer.from('d62e', 'hex')], [10, note], [11, contract], [14, timestamp]).toString(
    'hex',
  );
}

export function idOf(raw: string): string {
  return createHash('sha256').update(Buffer.from(raw, 'hex')).digest('hex');
}

/** `transfer(address,uint256)`; the padding of the address holds a 41, as in most real calls. */
export function transferData(to: string, amount: bigint): string {
  return `a9059cbb${`41${bytes20(to)}`.padStart(64, '0')}${amount.toString(16).padStart(64, '0')}`;
}
