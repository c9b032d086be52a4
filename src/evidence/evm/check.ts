// Transfers of an EVM chain against the bytes that prove them: header → block hash; transaction and receipt by trie at the
// same index; movements of tokens from the receipt's events. Internal calls are in no trie.
import { evmChains } from '../../chains/evm/chains-table.ts';
import { chainIdOfRaw, readRawEvmTransaction } from '../../chains/evm/raw-transaction.ts';
import { type ChainId, chainInfo } from '../../model/chain.ts';
import type { Checked } from '../inclusion.ts';
import { linksOf } from '../links.ts';
import { keccak, type Tally } from '../tally.ts';
import type { Anchor, Claim, TransferVerdict } from '../verdict.ts';
import { type Header, hexOf, type Receipt, readHeader, readReceipt } from './block.ts';
import { type Movement, movementIn, NOBODY, wrapIn } from './movements.ts';
import type { EvmProofs } from './proofs.ts';
import { indexKey, valueIn } from './trie.ts';

interface Proved {
  readonly raw: Uint8Array;
  readonly receipt: Receipt;
  readonly header: Header;
}
type Said = Omit<TransferVerdict, 'claim'>;

export function checkEvm(
  claims: readonly Claim[],
  proofs: EvmProofs,
  known: ReadonlySet<string>,
  tally: Tally,
): Checked {
  const faults: string[] = [];
  const headers = new Map<string, Header>();
  for (const text of new Set([...proofs.blocks, ...(proofs.headers ?? [])])) {
    const header = readHeader(bytesOf(text), tally);
    if (header === undefined) faults.push('a block header cannot be read');
    else headers.set(header.hash, header);
  }
  const transactions = new Map<string, Proved>();
  for (const each of proofs.transactions) {
    const proved = provedTransaction(each, headers, tally);
    if (typeof proved === 'string') faults.push(proved);
    else transactions.set(`0x${keccak(proved.raw, tally).toString('hex')}`, proved);
  }
  const links = linksOf(headers.values());
  /** A header commits to all below it: the highest that is linked to is the one to compare. */
  function anchorOf(hash: string): Omit<Anchor, 'chain'> {
    const named = links.above(hash, (at) => known.has(at));
    const { hash: top, distance } = named ?? links.top(hash);
    const linked = distance === 0 ? '' : `, ${distance} headers above`;
    const basis = `${named === undefined ? 'the hash alone: compare it' : 'named by the reader'}${linked}`;
    const { number } = headers.get(top) as Header;
    return { hash: top, height: Number(number), basis, isKnown: named !== undefined };
  }
  const anchors = new Map<string, Anchor>();
  const transfers = claims.map((claim): TransferVerdict => {
    const kind = claim.transfer.slice(claim.tx.length + 1).split('/')[0];
    if (!claim.transfer.startsWith(`${claim.tx}/`) || kind === 'trace' || kind === 'fee')
      return { claim, standing: 'not provable', why: reasons[kind ?? ''] ?? 'no chain commits to it' };
    const proved = transactions.get(claim.tx);
    if (proved === undefined)
      return { claim, standing: 'consistent', why: 'the bundle holds no proof of its transaction' };
    const said = verdictOn(claim, kind, proved);
    if (said.standing === 'proved') {
      const anchor = anchorOf(proved.header.hash);
      anchors.set(anchor.hash, { chain: claim.chain, ...anchor });
    }
    return { claim, ...said };
  });
  return { transfers, anchors: [...anchors.values()], faults };
}

const reasons: Readonly<Record<string, string>> = {
  trace: 'an internal call: no trie of a block commits to it, only running the block again shows it',
  fee: 'a fee is worked out, not recorded as a transfer',
};

function provedTransaction(
  { block, index, transaction, receipt }: EvmProofs['transactions'][number],
  headers: ReadonlyMap<string, Header>,
  tally: Tally,
): Proved | string {
  const name = `transaction ${index} of block ${block}`;
  const header = headers.get(block);
  if (header === undefined) return `${name}: its header is not there`;
  const key = indexKey(index);
  const raw = valueIn(header.transactionsRoot, key, transaction.map(bytesOf), tally);
  if (typeof raw === 'string') return `${name}: ${raw}`;
  const receiptBytes = valueIn(header.receiptsRoot, key, receipt.map(bytesOf), tally);
  if (typeof receiptBytes === 'string') return `${name}, receipt: ${receiptBytes}`;
  const read = readReceipt(receiptBytes);
  return read === undefined ? `${name}: its receipt cannot be read` : { raw, receipt: read, header };
}

function verdictOn(claim: Claim, kind: string | undefined, { raw, receipt, header }: Proved): Said {
  if (header.number !== BigInt(claim.height))
    return contradicted(`it is in block ${header.number}, the result says ${claim.height}`);
  if (header.time !== BigInt(claim.time))
    return contradicted(`its block was made at ${header.time}, the result says ${claim.time}`);
  const signedFor = chainIdOfRaw(hexOf(raw));
  if (signedFor !== undefined && claim.chain !== `eip155:${signedFor}`)
    return contradicted(`the transaction is signed for chain ${signedFor}`);
  if (receipt.succeeded === false) return contradicted('the transaction failed and moved nothing');
  if (kind === 'value') return valueSaid(claim, raw, receipt);
  if (kind === 'token') return tokenSaid(claim, receipt);
  return { standing: 'not provable', why: 'a kind of transfer that no proof here speaks of' };
}

function contradicted(why: string): Said {
  return { standing: 'contradicted', why };
}

function valueSaid(claim: Claim, raw: Uint8Array, { succeeded }: Receipt): Said {
  const chain = claim.chain as ChainId;
  if (claim.asset !== undefined && claim.asset !== chainInfo(chain)?.native.id)
    return contradicted('a transaction pays the native coin alone');
  const tx = readRawEvmTransaction(chain, hexOf(raw));
  if (tx === undefined)
    return { standing: 'consistent', why: 'its transaction is of a type that is not read here' };
  if (claim.amount !== undefined && tx.value !== claim.amount)
    return contradicted(`the transaction pays ${tx.value}, the result says ${claim.amount}`);
  const differs = partiesDiffer(claim, tx.from, tx.to);
  if (differs !== undefined) return contradicted(differs);
  if (succeeded === undefined)
    return {
      standing: 'consistent',
      why: 'the transaction is proved; a receipt of its time does not say whether it failed',
    };
  return { standing: 'proved', why: 'transaction and receipt, by trie', amount: tx.value };
}

/** `token/<contract>/<n>/…`: the n-th of the events that say the same. */
function tokenSaid(claim: Claim, { logs }: Receipt): Said {
  const [, contract, number = ''] = claim.transfer.slice(claim.tx.length + 1).split('/');
  if (!/^\d{1,7}$/.test(number)) return contradicted('the number of the event is none');
  const asset = `${claim.chain}/erc20:${contract}`;
  if (contract === undefined || (claim.asset ?? asset) !== asset)
    return contradicted('asset and contract are not the same');
  const wrapped = evmChains.find(({ id }) => id === claim.chain)?.wrappedNative;
  const isSame = ({ contract: of, from, to, amount }: Movement): boolean =>
    of === contract &&
    (claim.amount === undefined || claim.amount === amount) &&
    partiesDiffer(claim, from, to) === undefined;
  const moved = logs.flatMap(movementIn).filter(isSame);
  // A wrapped coin is made and destroyed without a Transfer, by most contracts that wrap one.
  const same = moved.length > 0 || contract !== wrapped ? moved : logs.flatMap(wrapIn).filter(isSame);
  if (same.length > Number(number))
    return {
      standing: 'proved',
      why: 'event of its receipt, by trie',
      ...(claim.amount === undefined ? {} : { amount: claim.amount }),
    };
  return contradicted(
    same.length === 0
      ? 'its receipt has no event that says so'
      : `its receipt has ${same.length} events that say so, the result counts ${Number(number) + 1}`,
  );
}

function partiesDiffer(claim: Claim, from: string, to: string): string | undefined {
  // The other party of a half stands in the other half.
  const isIt = (shown: string | undefined, party: string): boolean =>
    shown === undefined ? claim.isPart || party === NOBODY : shown.toLowerCase() === party.toLowerCase();
  if (!isIt(claim.from, from)) return `it is paid by ${from}, the result says ${claim.from ?? 'nobody'}`;
  if (!isIt(claim.to, to)) return `it pays ${to}, the result says ${claim.to ?? 'nobody'}`;
  return undefined;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));
}
