// Where a coin lies, read from its script alone. What a service calls the script or its address is not asked here.
import { createHash } from 'node:crypto';
import { address as codec, crypto as hashes } from 'bitcoinjs-lib';
import { type Address, normalAddress } from '../../model/address.ts';
import { BITCOIN } from '../../model/chain.ts';
import type { OwnerPlace, ScriptHash, SinkPlace } from '../../model/place.ts';

/** Consensus limit of a script; a longer one cannot be run, so its coin can never be spent. */
const MAX_SCRIPT_BYTES = 10_000;
const P2PKH = /^76a914([0-9a-f]{40})88ac$/;
const P2SH = /^a914([0-9a-f]{40})87$/;
/** `<key> OP_CHECKSIG`; like Bitcoin Core by length and first byte, without a look at the curve. */
const P2PK = /^(?:41(0[467][0-9a-f]{128})|21(0[23][0-9a-f]{64}))ac$/;

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function witnessAddress(script: string): string | undefined {
  const version = Number.parseInt(script.slice(0, 2), 16);
  const size = Number.parseInt(script.slice(2, 4), 16);
  const isVersion = version === 0 || (version >= 0x51 && version <= 0x60);
  if (!isVersion || size < 2 || size > 40 || script.length !== 4 + 2 * size) return undefined;
  if (version === 0 && size !== 20 && size !== 32) return undefined;
  return codec.toBech32(bytes(script.slice(4)), version === 0 ? 0 : version - 0x50, 'bc');
}

function addressOfScript(script: string): Address | undefined {
  const keyHash = P2PKH.exec(script)?.[1];
  const scriptHash = P2SH.exec(script)?.[1];
  const text = keyHash
    ? codec.toBase58Check(bytes(keyHash), 0x00)
    : scriptHash
      ? codec.toBase58Check(bytes(scriptHash), 0x05)
      : witnessAddress(script);
  return text === undefined ? undefined : normalAddress(BITCOIN, text);
}

/** `script`: the scriptPubKey in lower-case hex. P2PK: the place of the script, with the address of its key. */
export function placeOfScript(script: string): OwnerPlace | SinkPlace {
  if (script.startsWith('6a') || script.length > 2 * MAX_SCRIPT_BYTES)
    return { kind: 'burnt', chain: BITCOIN };
  const address = addressOfScript(script);
  if (address !== undefined) return { kind: 'wallet', chain: BITCOIN, address };
  const scriptHash = createHash('sha256').update(bytes(script)).digest('hex') as ScriptHash;
  const key = P2PK.exec(script);
  const keyHex = key?.[1] ?? key?.[2];
  if (keyHex === undefined) return { kind: 'script', chain: BITCOIN, scriptHash };
  const keyAddress = normalAddress(BITCOIN, codec.toBase58Check(hashes.hash160(bytes(keyHex)), 0x00));
  return { kind: 'script', chain: BITCOIN, scriptHash, keyAddress };
}

/**
 * The script that pays an address, in hex; undefined: no address of Bitcoin. Of a witness address by its own bytes: whether
 * its key is a point of the curve does not matter to where it pays.
 */
export function scriptOfAddress(text: string): string | undefined {
  try {
    if (!/^bc1/i.test(text)) return Buffer.from(codec.toOutputScript(text)).toString('hex');
    const { version, data, prefix } = codec.fromBech32(text);
    if (prefix !== 'bc') return undefined;
    const script = Buffer.from([version === 0 ? 0 : 0x50 + version, data.length, ...data]).toString('hex');
    return placeOfScript(script).kind === 'wallet' ? script : undefined;
  } catch {
    return undefined;
  }
}

/** Under which Esplora and Electrum keep it; the latter writes it backwards. */
export function scriptHashOf(place: OwnerPlace): ScriptHash | undefined {
  if (place.kind === 'script') return place.scriptHash;
  const script = scriptOfAddress(place.address);
  return script === undefined
    ? undefined
    : (createHash('sha256').update(bytes(script)).digest('hex') as ScriptHash);
}
