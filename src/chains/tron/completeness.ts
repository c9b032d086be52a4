// Whether the lists can be all there is: "nothing" needs a proof, and what one list shows the other must not lack.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { Block } from '../../model/ledger.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { count, readAs } from '../quantities.ts';
import { SourceFailure } from '../source-failure.ts';
import { tronTokens } from './chain-row.ts';
import type { Lists } from './lists.ts';
import { askAccount } from './source.ts';

const accountSchema = z.object({ create_time: count.nullish() });

/** Lists without a row, of an account that existed by then, are no answer: it was made by a payment. */
export async function provenEmpty(
  source: Asked,
  address: Address,
  asOf: Block,
  asking: Asking,
): Promise<void> {
  const raw = await askAccount(source, address, asking);
  if (raw === undefined) return;
  const { create_time: made } = parsedBy(source, 'accounts', () => readAs(accountSchema, raw));
  if (typeof made === 'number' && made > asOf.time * 1000) return;
  const text = 'lists nothing of an account that exists';
  throw new SourceFailure(source.service, 'transactions', 'answer', text, 'source-incomplete');
}

/** The first four bytes of keccak256 of `transfer(address,uint256)`, then two words. */
const TRANSFER_CALL = /^a9059cbb[0-9a-f]{64}([0-9a-f]{64})$/i;

/** A payment of a genuine token by the wallet itself stands in both lists: half a history would say that the money stayed. */
export function refuseOmissions(source: Asked, address: Address, { txs, tokens }: Lists): void {
  const genuine = new Set<string>(tronTokens.map(({ contract }) => contract));
  const listed = new Set(tokens.map(({ txId }) => txId));
  const lost = txs.filter(({ txId, act: { owner, call }, outcome }) => {
    const amount = TRANSFER_CALL.exec(call?.data ?? '')?.[1];
    const pays = outcome === 'done' && owner === address && genuine.has(call?.contract ?? '');
    return pays && amount !== undefined && BigInt(`0x${amount}`) > 0n && !listed.has(txId);
  });
  const [first] = lost;
  if (first === undefined) return;
  const text = `lacks ${counted(lost.length, 'payment')} that the list of transactions shows, such as ${first.txId}`;
  throw new SourceFailure(source.service, 'transactions/trc20', 'answer', text, 'source-incomplete');
}

/** Transactions that move value in a way that no list shows: one sentence, or none. */
export function unread({ txs }: Lists): string[] {
  const those = txs.filter(({ act, outcome }) => act.lacks === 'movements' && outcome !== 'failed');
  if (those.length === 0) return [];
  const types = [...new Set(those.map(({ act }) => act.type))].sort().join(', ');
  return [
    `What ${counted(those.length, 'transaction')} of this wallet moved is not read (${types}), such as ${those[0]?.txId}; look in an explorer.`,
  ];
}

function counted(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}
