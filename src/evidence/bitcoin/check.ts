// Transfers of Bitcoin against the bytes that prove them: transaction → id → Merkle root → header → proof of work → link.
import { displayPlace } from '../../chains/bitcoin/context.ts';
import { type RawTransaction, readRawTransaction } from '../../chains/bitcoin/raw-transaction.ts';
import { isOwner, type OwnerPlace, type SinkPlace } from '../../model/place.ts';
import type { Checked } from '../inclusion.ts';
import type { Tally } from '../tally.ts';
import type { Anchor, Claim, TransferVerdict } from '../verdict.ts';
import { type HeaderChain, headerChain } from './chain.ts';
import { leastDifficulty, NAMED_HEIGHTS } from './checkpoints.ts';
import { difficultyOf, type Header } from './header.ts';
import { rootOfBranch } from './merkle.ts';
import type { BitcoinProofs } from './proofs.ts';

interface ProvedBlock {
  readonly header: Header;
  /** Length of every branch in it. */
  readonly depth: number;
  /** As the links to a checkpoint count it. */
  readonly counted: number | undefined;
  /** As its coinbase names it. */
  readonly named: number | undefined;
}

interface ProvedTransaction {
  readonly tx: RawTransaction;
  readonly block: ProvedBlock;
}

export function checkBitcoin(
  claims: readonly Claim[],
  proofs: BitcoinProofs,
  known: ReadonlySet<string>,
  tally: Tally,
): Checked {
  const chain = headerChain([...proofs.blocks.map(({ header }) => header), ...proofs.headers], known, tally);
  const faults = [...chain.faults];
  const blocks = new Map<string, ProvedBlock>();
  for (const block of proofs.blocks) {
    const proved = provedBlock(block, chain, tally);
    if (typeof proved === 'string') faults.push(proved);
    else blocks.set(proved.header.hash, proved);
  }
  const transactions = new Map<string, ProvedTransaction>();
  for (const each of proofs.transactions) {
    const proved = provedTransaction(each, blocks, tally);
    if (typeof proved === 'string') faults.push(proved);
    else transactions.set(proved.tx.txId, proved);
  }
  const parents = new Map<string, RawTransaction>([...transactions].map(([id, { tx }]) => [id, tx]));
  for (const raw of proofs.parents) {
    const tx = readRaw(raw, tally);
    if (typeof tx === 'string') faults.push(tx);
    else parents.set(tx.txId, tx);
  }
  const used = new Map<string, Anchor>();
  const transfers = claims.map((claim): TransferVerdict => {
    const proved = transactions.get(claim.tx);
    if (proved === undefined)
      return { claim, standing: 'consistent', why: 'the bundle holds no proof of its transaction' };
    const said = verdictOn(claim, proved, parents);
    if (said.standing === 'proved') {
      const { hash, distance, basis, isKnown } = chain.footing(proved.block.header.hash);
      used.set(hash, { chain: claim.chain, hash, height: claim.height + distance, basis, isKnown });
    }
    return { claim, ...said };
  });
  return { transfers, anchors: [...used.values()], faults };
}

function readRaw(raw: string, tally: Tally): RawTransaction | string {
  try {
    tally.hashes += 1;
    const tx = readRawTransaction(raw);
    // CVE-2017-12842: 64 bytes may be two hashes, a node of the tree that poses as a transaction.
    return tx.stripped === 64 ? `${tx.txId}: a transaction of 64 bytes proves nothing` : tx;
  } catch {
    return 'a transaction cannot be read';
  }
}

function provedBlock(
  { header: text, coinbase }: BitcoinProofs['blocks'][number],
  chain: HeaderChain,
  tally: Tally,
): ProvedBlock | string {
  const header = chain.byText.get(text);
  if (header === undefined) return 'a block has no header that meets its proof of work';
  const tx = readRaw(coinbase.raw, tally);
  if (typeof tx === 'string') return `block ${header.hash}: ${tx}`;
  if (!tx.isCoinbase) return `block ${header.hash}: its first transaction is no coinbase`;
  const root = rootOfBranch(tx.txId, { position: 0, siblings: coinbase.branch }, tally);
  if (typeof root === 'string') return `block ${header.hash}, coinbase: ${root}`;
  if (!root.equals(header.merkleRoot))
    return `block ${header.hash}: its coinbase does not lead to its Merkle root`;
  const { counted } = chain.footing(header.hash);
  return { header, depth: coinbase.branch.length, counted, named: namedHeight(tx) };
}

/** BIP 34: the coinbase's script begins with its height. */
function namedHeight({ inputs }: RawTransaction): number | undefined {
  const script = inputs[0]?.script ?? new Uint8Array();
  const length = script[0] ?? 0;
  if (length < 1 || length > 4 || script.length <= length) return undefined;
  return Buffer.from(script.subarray(1, 1 + length)).readUIntLE(0, length);
}

function provedTransaction(
  { block: hash, position, branch, raw }: BitcoinProofs['transactions'][number],
  blocks: ReadonlyMap<string, ProvedBlock>,
  tally: Tally,
): ProvedTransaction | string {
  const tx = readRaw(raw, tally);
  if (typeof tx === 'string') return tx;
  const block = blocks.get(hash);
  if (block === undefined) return `${tx.txId}: its block ${hash} is not proved`;
  // Every leaf of a block lies equally deep: a branch of another length begins or ends inside the tree.
  if (branch.length !== block.depth)
    return `${tx.txId}: its branch has ${branch.length} steps where its block has ${block.depth}`;
  if (tx.isCoinbase !== (position === 0)) return `${tx.txId}: a coinbase stands first, and nothing else does`;
  const root = rootOfBranch(tx.txId, { position, siblings: branch }, tally);
  if (typeof root === 'string') return `${tx.txId}: ${root}`;
  if (!root.equals(block.header.merkleRoot))
    return `${tx.txId}: its branch does not lead to the Merkle root of ${hash}`;
  return { tx, block };
}

function verdictOn(
  claim: Claim,
  { tx, block }: ProvedTransaction,
  parents: ReadonlyMap<string, RawTransaction>,
): Said {
  const { header, counted, named } = block;
  if (claim.asset !== `${claim.chain}/slip44:0`) return contradicted('its amounts are of another asset');
  if (claim.time !== header.time)
    return contradicted(`its block was made at ${header.time}, the result says ${claim.time}`);
  const height = counted ?? (claim.height >= NAMED_HEIGHTS ? named : undefined);
  if (height !== undefined && height !== claim.height)
    return contradicted(`its block stands at height ${height}, the result says ${claim.height}`);
  if (difficultyOf(header.target) < leastDifficulty(claim.height))
    return contradicted('its block is easier to make than any block of the chain at that height was');
  const [, side, number] = /^[0-9a-f]{64}\/(in|out)\/(\d{1,7})$/.exec(claim.transfer) ?? [];
  if (side === undefined || !claim.transfer.startsWith(`${claim.tx}/`))
    return { standing: 'not provable', why: 'it is neither an input nor an output' };
  return side === 'out'
    ? outputSaid(claim, tx, Number(number))
    : inputSaid(claim, tx, Number(number), parents);
}

type Said = Omit<TransferVerdict, 'claim'>;

function contradicted(why: string): Said {
  return { standing: 'contradicted', why };
}

function outputSaid({ amount, from, to }: Claim, tx: RawTransaction, number: number): Said {
  const output = tx.outputs[number];
  if (output === undefined) return contradicted(`the transaction has no output ${number}`);
  if (amount !== undefined && output.amount !== amount)
    return contradicted(`output ${number} pays ${output.amount}, the result says ${amount}`);
  if (to !== undefined && nameOf(output.place) !== to)
    return contradicted(`output ${number} pays ${nameOf(output.place)}, the result says ${to}`);
  if (from !== undefined)
    return { standing: 'consistent', why: 'an output does not say who paid', amount: output.amount };
  return { standing: 'proved', why: 'bytes, Merkle branch, proof of work', amount: output.amount };
}

function inputSaid(
  { from, amount, spends }: Claim,
  tx: RawTransaction,
  number: number,
  parents: ReadonlyMap<string, RawTransaction>,
): Said {
  const input = tx.inputs[number];
  if (input === undefined) return contradicted(`the transaction has no input ${number}`);
  if (spends !== undefined && spends !== `${input.txId}/out/${input.vout}`)
    return contradicted(
      `input ${number} spends ${input.txId}:${input.vout}, not the coin before it on the path`,
    );
  if (tx.isCoinbase) {
    if (from !== undefined) return contradicted('its coins were issued, nobody paid them');
    return { standing: 'proved', why: 'bytes, Merkle branch, proof of work' };
  }
  const spent = parents.get(input.txId)?.outputs[input.vout];
  if (spent === undefined)
    return {
      standing: 'consistent',
      why: `who paid is told by ${input.txId}, which the bundle does not hold`,
    };
  if (from !== undefined && nameOf(spent.place) !== from)
    return contradicted(`input ${number} is a coin of ${nameOf(spent.place)}, the result says ${from}`);
  if (amount !== undefined && spent.amount !== amount)
    return contradicted(`input ${number} is a coin of ${spent.amount}, the result says ${amount}`);
  return { standing: 'proved', why: 'bytes, Merkle branch, proof of work, coin spent', amount: spent.amount };
}

function nameOf(place: OwnerPlace | SinkPlace): string {
  return isOwner(place) ? displayPlace(place) : place.kind;
}
