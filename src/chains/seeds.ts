// From what was typed to seeds: which chain an address or transaction is of, and the refusal of what is neither.

import {
  BITCOIN,
  type ChainId,
  chainName,
  chainNamed,
  chainOfList,
  ETHEREUM,
  knownChains,
  TRON,
} from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import { type OwnerPlace, placeKey, type TxId, wallet } from '../model/place.ts';
import type { PaymentSeed, Seed, SeedId, WalletSeed } from '../model/seed.ts';
import type { LedgerMaker } from './ledgers.ts';
import { looksLikeSecret } from './secret.ts';

/**
 * Words of a seed phrase come as many arguments, maybe beside an address: they are looked at together. What stands before
 * or after a colon is looked at by itself. Nothing of it is ever printed.
 */
export function refuseSecrets(words: readonly string[]): void {
  const phrase = words.filter((word) => /^[\p{L}\p{M}]+$/u.test(word)).join(' ');
  for (const text of [...words, ...words.flatMap((word) => word.split(':')), phrase]) {
    const kind = looksLikeSecret(text);
    if (kind === undefined) continue;
    throw new KnownError(
      'secret-pasted',
      `That looks like a ${kind}, not an address; it is not repeated here.`,
      {
        hint: `Give the public address. ${/^(0x)?[0-9a-f]{64}$/i.test(text.trim()) ? 'A transaction id goes after --tx. ' : ''}Treat a secret that was pasted into a terminal as disclosed: move the funds.`,
        exit: 2,
      },
    );
  }
}

function chainOf(name: string, maker: LedgerMaker): ChainId {
  refuseSecrets([name]);
  const chain = maker.chains === undefined ? chainNamed(name) : chainOfList(name);
  if (chain !== undefined) return chain;
  throw new KnownError('unknown-chain', `There is no chain ${JSON.stringify(name)}.`, {
    facts: [`chains: ${knownChains.map((row) => row.name).join(', ')}, or a CAIP-2 id such as eip155:1`],
    hint: 'Name one of these.',
    exit: 2,
  });
}

/** `chain:rest` and CAIP-10 `namespace:reference:rest`, else undefined. `txid:n` is neither. */
function prefixed(text: string, maker: LedgerMaker): { chain: ChainId; rest: string } | undefined {
  const caip10 = /^((?:eip155|bip122|tron|list):[-_a-zA-Z0-9]{1,32}):(.+)$/.exec(text);
  if (caip10 !== null) return { chain: caip10[1] as ChainId, rest: caip10[2] as string };
  const named = /^([a-zA-Z][-a-zA-Z0-9]*):(.+)$/.exec(text);
  if (named === null || /^[0-9a-f]{64}$/i.test(named[1] as string)) return undefined;
  const word = named[1] as string;
  if (maker.chains !== undefined && !maker.chains.includes(chainOfList(word) as ChainId)) return undefined;
  return { chain: chainOf(word, maker), rest: named[2] as string };
}

/** The chain that the form of an address or transaction id speaks for; its own parser says what is wrong with the rest. */
function chainByForm(text: string): ChainId | undefined {
  // In hex a Tron address has a byte more than an Ethereum one.
  if (/^(0x)?41[0-9a-f]{40}$/i.test(text)) return TRON;
  if (/^0x/i.test(text) || /^[^\s.]+\.eth$/i.test(text)) return ETHEREUM;
  if (/^(tb1|bcrt1)/i.test(text) || /^[mn2][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(text)) return BITCOIN;
  if (/^(bc1|BC1|[13])/.test(text) || /^[0-9a-f]{64}(:\d+)?$/i.test(text)) return BITCOIN;
  if (/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) return TRON;
  return undefined;
}

function chainFor(text: string, given: string | undefined, maker: LedgerMaker): ChainId {
  if (given !== undefined) return chainOf(given, maker);
  const { chains } = maker;
  const formed = chainByForm(text);
  if (chains?.length === 1) return chains[0] as ChainId;
  if (formed !== undefined && (chains === undefined || chains.includes(formed))) return formed;
  throw new KnownError('unknown-address-form', 'The chain of a seed cannot be told from its form.', {
    facts: [
      `a text of ${text.length} characters`,
      ...lookOf(text),
      chains === undefined
        ? 'known forms: bc1…, 1…, 3… (bitcoin), 0x… (ethereum and other EVM chains), T… and 41… in hex (tron), 64 hex digits (a bitcoin transaction)'
        : `chains in the file: ${chains.map(chainName).join(', ')}`,
    ],
    hint: 'Name the chain with --chain, and check that the address is whole.',
    exit: 2,
  });
}

const BASE58 = '[1-9A-HJ-NP-Za-km-z]';

/** What a text that is no address of a known form was perhaps meant to be; nothing of it is repeated. */
function lookOf(text: string): string[] {
  if (/^[0-9a-f]{40}$/i.test(text)) return ['it looks like an Ethereum address without its 0x'];
  if (/^T[0-9A-Za-z]{33}$/.test(text))
    return ['it looks like a Tron address, but has a 0, O, I or l, which none has'];
  if (/^T[0-9A-Za-z]{25,40}$/.test(text))
    return [`it looks like a Tron address, but has ${text.length} characters in place of 34`];
  if (new RegExp(`^r${BASE58}{24,34}$`).test(text))
    return ['it looks like an XRP address: that chain is not read'];
  if (new RegExp(`^${BASE58}{43,44}$`).test(text))
    return ['it looks like a Solana address: that chain is not read'];
  if (/^(ltc1|[LM])[0-9A-Za-z]{25,}$/.test(text))
    return ['it looks like a Litecoin address: that chain is not read'];
  return [];
}

export async function placeNamed(
  text: string,
  given: string | undefined,
  maker: LedgerMaker,
): Promise<OwnerPlace> {
  refuseSecrets([text]);
  const parts = prefixed(text, maker) ?? { chain: chainFor(text, given, maker), rest: text };
  const ledger = await maker.ledger(parts.chain);
  return wallet(parts.chain, ledger.parseAddress(parts.rest));
}

/** A transaction, a transfer by the id that reports print, or on a coin chain a coin `txid:n`; the id as it is inside. */
export async function transferNamed(
  text: string,
  given: string | undefined,
  maker: LedgerMaker,
): Promise<{ chain: ChainId; id: string }> {
  const [, tx = text, rest = ''] =
    /^(.+?)(\/(?:in|out|value|fee|trace|token|log|row)(?:\/.*)?)?$/.exec(text) ?? [];
  if (!/^(0x)?[0-9a-f]{64}(:|$)/i.test(tx.slice(tx.indexOf(':0x') + 1))) refuseSecrets([tx]);
  const { chain, txId, n } = await paymentSeed(tx, given, maker);
  const isAccount = (await maker.ledger(chain)).kind === 'account';
  if (n !== undefined && (isAccount || rest !== ''))
    throw new KnownError('bad-transaction', 'A transfer of this chain is named by its own id.', {
      facts: ['reports in JSON print it in paths, as `transfers` of each hop'],
      hint: 'Give that id, or the transaction id alone for all that it transfers.',
      exit: 2,
    });
  return { chain, id: `${txId}${n === undefined ? '' : `:${n}`}${rest}` };
}

export async function walletSeed(
  text: string,
  given: string | undefined,
  maker: LedgerMaker,
): Promise<WalletSeed> {
  const place = await placeNamed(text, given, maker);
  return { kind: 'wallet', id: placeKey(place) as string as SeedId, place };
}

export async function paymentSeed(
  text: string,
  given: string | undefined,
  maker: LedgerMaker,
): Promise<PaymentSeed> {
  const parts = prefixed(text, maker);
  const whole = parts?.rest ?? text;
  const match = /^(.*?)(?::(\d{1,9}))?$/.exec(whole) as RegExpExecArray;
  const tx = match[1] as string;
  if (maker.chains === undefined && !/^(0x)?[0-9a-f]{64}$/i.test(tx))
    throw new KnownError('bad-transaction', 'That is no transaction id.', {
      facts: [
        `a text of ${tx.length} characters`,
        'a transaction id is 64 hex digits, on EVM chains after 0x',
      ],
      hint: 'Copy the whole id; put the output or position after a colon.',
      exit: 2,
    });
  const chain = parts?.chain ?? chainFor(whole, given, maker);
  await maker.ledger(chain);
  const txId = (
    maker.chains === undefined || /^(0x)?[0-9a-f]{64}$/i.test(tx) ? tx.toLowerCase() : tx
  ) as TxId;
  const n = match[2] === undefined ? undefined : Number(match[2]);
  const id = `${chain}/${txId}${n === undefined ? '' : `:${n}`}` as SeedId;
  return { kind: 'payment', id, chain, txId, n };
}

/** Seeds in the order given, each once. */
export function distinct<S extends Seed>(seeds: readonly S[]): S[] {
  return [...new Map(seeds.map((seed) => [seed.id, seed])).values()];
}
