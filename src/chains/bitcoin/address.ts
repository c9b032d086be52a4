// Bitcoin mainnet addresses: the only maker of this chain's Address, and what is wrong with a text that is none.
// No address of a script is made here (script-place.ts).
import { address as codec } from 'bitcoinjs-lib';
import { type Address, normalAddress } from '../../model/address.ts';
import { BITCOIN } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { looksLikeSecret } from '../secret.ts';

const TEST_PREFIXES = ['tb', 'bcrt', 'sb', 'tbs'];
/** Of Bitcoin and its test networks; or of any other coin, where it is one in full. */
const BECH32 = /^(?:(?:bc|tb|bcrt|sb|tbs)1|(?:[a-z]{2,6}|[A-Z]{2,6})1[ac-hj-np-z02-9]{8,}$)/i;
const BECH32_DATA = /[^qpzry9x8gf2tvdw0s3jn54khce6mua7l]/i;
const BASE58_OUTSIDE = /[^1-9A-HJ-NP-Za-km-z]/;
/** Only a text that begins as an address does may be shown again; anything else could be a part of a secret. */
const SHOWABLE =
  /^(?:(?:bc|tb|bcrt|ltc)1[0-9a-z]{0,86}|[123mn][1-9A-HJ-NP-Za-km-z]{24,35}|0x[0-9a-f]{1,48}|T[1-9A-HJ-NP-Za-km-z]{32,34})$/i;

const DEFAULT_HINT = 'Copy the whole address again from its source; it starts with 1, 3 or bc1.';

/** What is wrong, and what to do about it where that is more than copying again. */
interface Fault {
  readonly what: string;
  readonly hint?: string;
}

function failed(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function bech32Fault(text: string): Fault | undefined {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) {
    return { what: 'upper and lower case are mixed, which a bech32 address never does' };
  }
  const word = text.toLowerCase();
  const prefix = word.slice(0, word.indexOf('1'));
  if (TEST_PREFIXES.includes(prefix)) {
    return {
      what: `it belongs to a Bitcoin test network (${prefix}1…)`,
      hint: 'Only Bitcoin mainnet is read here.',
    };
  }
  if (prefix !== 'bc') {
    return { what: `it belongs to another coin (${prefix}1…)`, hint: 'Name its chain with --chain.' };
  }
  const data = word.slice(3);
  const stray = BECH32_DATA.exec(data);
  if (stray) return { what: `character ${stray.index + 4} can stand in no bech32 address` };
  const problem = failed(() => codec.fromBech32(word));
  if (problem === undefined) return segwitFault(codec.fromBech32(word));
  if (problem.includes('wrong encoding')) {
    return {
      what: 'its checksum is of the wrong kind: version 0 has bech32, later versions bech32m (BIP350)',
    };
  }
  if (problem.includes('padding')) return { what: 'its characters do not fill whole bytes' };
  const size = word.length < 42 ? `; it is cut: ${word.length} characters, such addresses have 42 or 62` : '';
  return { what: `its checksum does not fit${size}` };
}

function segwitFault(parts: { version: number; data: Uint8Array }): Fault | undefined {
  const { version, data } = parts;
  if (version > 16) return { what: `there is no witness version ${version}` };
  if (version === 0 && data.length !== 20 && data.length !== 32) {
    return { what: `a version 0 program has 20 or 32 bytes, this one ${data.length}` };
  }
  if (data.length < 2 || data.length > 40)
    return { what: `a witness program has 2 to 40 bytes, this one ${data.length}` };
  return undefined;
}

function base58Fault(text: string): Fault | undefined {
  if (/^0x[0-9a-f]{40}$/i.test(text)) {
    return {
      what: 'it is an address of Ethereum or a chain like it',
      hint: 'Name the chain, such as --chain ethereum.',
    };
  }
  const stray = BASE58_OUTSIDE.exec(text);
  if (stray) return { what: `character ${stray.index + 1} can stand in no base58 address` };
  if (text.length < 26 || text.length > 35) {
    return { what: `it has ${text.length} characters; addresses starting with 1 or 3 have 26 to 35` };
  }
  const problem = failed(() => codec.fromBase58Check(text));
  if (problem !== undefined) {
    return /too (short|long)/.test(problem)
      ? { what: 'it does not hold the 21 bytes of an address' }
      : { what: `its checksum does not fit (${text.length} characters): one is wrong, missing or too many` };
  }
  return versionFault(codec.fromBase58Check(text).version);
}

function versionFault(version: number): Fault | undefined {
  if (version === 0x00 || version === 0x05) return undefined;
  if (version === 0x6f || version === 0xc4) {
    return { what: 'it belongs to a Bitcoin test network', hint: 'Only Bitcoin mainnet is read here.' };
  }
  if (version === 0x41) return { what: 'it is a Tron address', hint: 'Name the chain: --chain tron.' };
  return {
    what: `it belongs to another coin (version byte ${version})`,
    hint: 'Name its chain with --chain.',
  };
}

function faultOf(text: string): Fault | undefined {
  if (text === '') return { what: 'nothing was given' };
  if (/…|\.\.\./.test(text)) {
    return { what: 'it is shortened', hint: 'Give the whole address, not the form with dots.' };
  }
  return BECH32.test(text) ? bech32Fault(text) : base58Fault(text);
}

/** Throws KnownError `bad-address`, or `secret-pasted` without a trace of the text. */
export function parseBitcoinAddress(text: string): Address {
  const word = text.trim();
  const secret = looksLikeSecret(word);
  if (secret) {
    throw new KnownError('secret-pasted', `What was given instead of an address looks like a ${secret}.`, {
      facts: ['It was not stored, sent or shown.'],
      hint: 'An address is enough. If it was a real secret, take it as exposed (shell history!) and move the money. A transaction id goes after --tx.',
      exit: 2,
    });
  }
  const fault = faultOf(word);
  if (!fault) return normalAddress(BITCOIN, word);
  const shown = SHOWABLE.test(word) ? ` ${word}` : '';
  throw new KnownError(
    'bad-address',
    `Not a Bitcoin address:${shown === '' ? '' : `${shown}:`} ${fault.what}.`,
    {
      hint: fault.hint ?? DEFAULT_HINT,
      exit: 2,
    },
  );
}
