// Transfers of Tron against the bytes that prove them: header → block id, transaction → root over the block's transactions.
// Events and internal calls are in no root: of a token only the call that asks for it is proved.
import { bytesOfDisplayed } from '../../chains/tron/address.ts';
import type { Checked } from '../inclusion.ts';
import type { Tally } from '../tally.ts';
import type { Anchor, Claim, TransferVerdict } from '../verdict.ts';
import { type Header, readHeader, readTransaction, rootOfBranch, type TronTransaction } from './block.ts';
import type { TronProofs } from './proofs.ts';

interface Proved {
  readonly tx: TronTransaction;
  readonly header: Header;
}
type Said = Omit<TransferVerdict, 'claim'>;

export function checkTron(
  claims: readonly Claim[],
  proofs: TronProofs,
  known: ReadonlySet<string>,
  tally: Tally,
): Checked {
  const faults: string[] = [];
  const headers = new Map<string, Header>();
  for (const text of proofs.blocks) {
    const header = readHeader(Buffer.from(text, 'hex'), tally);
    if (header === undefined) faults.push('a block header cannot be read');
    else headers.set(header.id, header);
  }
  const transactions = new Map<string, Proved>();
  for (const each of proofs.transactions) {
    const proved = provedTransaction(each, headers, tally);
    if (typeof proved === 'string') faults.push(proved);
    else transactions.set(proved.tx.id, proved);
  }
  const anchors = new Map<string, Anchor>();
  const transfers = claims.map((claim): TransferVerdict => {
    const kind = claim.transfer.slice(claim.tx.length + 1);
    if (!claim.transfer.startsWith(`${claim.tx}/`) || kind === 'fee' || kind.startsWith('trace/'))
      return {
        claim,
        standing: 'not provable',
        why: 'an internal call or a fee: no root of a block commits to it',
      };
    const proved = transactions.get(claim.tx);
    if (proved === undefined)
      return { claim, standing: 'consistent', why: 'the bundle holds no proof of its transaction' };
    const said = verdictOn(claim, kind, proved);
    if (said.standing !== 'contradicted') {
      const { id, number } = proved.header;
      const isKnown = known.has(id);
      const basis = isKnown ? 'named by the reader' : 'the id alone: compare it';
      anchors.set(id, { chain: claim.chain, height: Number(number), hash: id, basis, isKnown });
    }
    return { claim, ...said };
  });
  return { transfers, anchors: [...anchors.values()], faults };
}

function provedTransaction(
  { block, raw, branch }: TronProofs['transactions'][number],
  headers: ReadonlyMap<string, Header>,
  tally: Tally,
): Proved | string {
  const bytes = Buffer.from(raw, 'hex');
  // 64 bytes may be two hashes, a node of the tree that poses as a transaction.
  if (bytes.length === 64) return 'a transaction of 64 bytes proves nothing';
  const tx = readTransaction(bytes, tally);
  if (tx === undefined) return 'a transaction cannot be read';
  const header = headers.get(block);
  if (header === undefined) return `${tx.id}: the header of its block is not there`;
  return rootOfBranch(bytes, branch, tally).equals(header.root)
    ? { tx, header }
    : `${tx.id}: its branch does not lead to the root of block ${block}`;
}

function verdictOn(claim: Claim, kind: string, { tx, header }: Proved): Said {
  if (header.number !== BigInt(claim.height))
    return contradicted(`it is in block ${header.number}, the result says ${claim.height}`);
  if (header.time / 1000n !== BigInt(claim.time))
    return contradicted(`its block was made at ${header.time / 1000n}, the result says ${claim.time}`);
  if (!tx.succeeded) return contradicted('the transaction failed and moved nothing');
  if (kind.startsWith('token/')) return tokenSaid(claim, kind, tx);
  if (kind !== 'value' || ![1n, 2n, 31n].includes(tx.type))
    return { standing: 'not provable', why: 'a kind of transfer that no proof here speaks of' };
  const asset = tx.token === undefined ? 'slip44:195' : `trc10:${encodeURIComponent(tx.token)}`;
  if (claim.asset !== undefined && claim.asset !== `${claim.chain}/${asset}`)
    return contradicted('the transaction pays another asset');
  if (claim.amount !== undefined && tx.amount !== claim.amount)
    return contradicted(`the transaction pays ${tx.amount}, the result says ${claim.amount}`);
  const isParty = (text: string | undefined, bytes: string): boolean =>
    (text === undefined && claim.isPart) || isAddress(text, bytes);
  if (!isParty(claim.from, tx.owner) || !isParty(claim.to, tx.to))
    return contradicted('payer or payee are others than the transaction names');
  return { standing: 'proved', why: 'transaction, by the root of its block', amount: tx.amount };
}

/** A direct call of `transfer` or `transferFrom` asks for the movement; that it happened, only an event says. */
function tokenSaid({ from, to, amount }: Claim, kind: string, tx: TronTransaction): Said {
  const why = 'an event: no root of a block commits to it';
  const contract = kind.split('/')[1] ?? '';
  const word = (index: number): string => tx.data.slice(8 + 64 * index, 72 + 64 * index);
  const isOwn = tx.data.startsWith('a9059cbb') && isAddress(from, tx.owner);
  const isOther = tx.data.startsWith('23b872dd') && isAddress(from, word(0).slice(24));
  const [payee, units] = isOwn ? [word(0), word(1)] : [word(1), word(2)];
  const isCall = tx.type === 31n && isAddress(contract, tx.to) && (isOwn || isOther);
  if (!isCall || units.length !== 64 || !isAddress(to, payee.slice(24)) || BigInt(`0x${units}`) !== amount)
    return { standing: 'not provable', why };
  return {
    standing: 'not provable',
    why: `${why}; proved is the call that asks for it, and that it succeeded`,
  };
}

function contradicted(why: string): Said {
  return { standing: 'contradicted', why };
}

function isAddress(text: string | undefined, bytes: string): boolean {
  return text !== undefined && bytesOfDisplayed(text) === bytes;
}
