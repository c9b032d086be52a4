// Asks services what speaks for or against completeness (told.ts). A question that is not answered is a note: a word less.
import { eachConcurrently } from '../../chains/concurrent.ts';
import { BITCOIN, isEvm } from '../../model/chain.ts';
import { KnownError } from '../../model/errors.ts';
import { Unanswered } from '../evm/rpc.ts';
import type { Fetching } from '../fetching.ts';
import type { Subjects } from './subjects.ts';
import type { Told } from './told.ts';

export type Question = () => Promise<Told[]>;

export async function fetchTold(
  { wallets, coins }: Subjects,
  fetching: Fetching,
): Promise<{ told: readonly Told[]; notes: readonly string[] }> {
  const questions: Question[] = [];
  const evmWallets = wallets.filter(({ chain }) => isEvm(chain as never));
  if (evmWallets.length > 0) {
    const { evmQuestions } = await import('./evm.ts');
    questions.push(...evmWallets.flatMap((wallet) => evmQuestions(wallet, fetching)));
  }
  const addresses = wallets.filter(({ chain }) => chain === BITCOIN);
  if (addresses.length + coins.length > 0) {
    const { addressQuestions, coinQuestions } = await import('./bitcoin.ts');
    questions.push(...addresses.flatMap((wallet) => addressQuestions(wallet, fetching)));
    questions.push(...coins.flatMap((coin) => coinQuestions(coin, fetching)));
  }
  const notes = new Set<string>();
  const told: Told[] = [];
  async function asked(question: Question): Promise<Told[]> {
    try {
      return await question();
    } catch (error) {
      const isNoAnswer = error instanceof Unanswered || error instanceof KnownError;
      if (!isNoAnswer || fetching.signal.aborted) throw error;
      notes.add(error.message);
      return [];
    }
  }
  for await (const each of eachConcurrently(questions, fetching.concurrency, asked)) told.push(...each);
  const key = ({ chain, of, what, asset = '', service }: Told): string =>
    JSON.stringify([chain, of, what, asset, service]);
  return { told: told.sort((a, b) => (key(a) < key(b) ? -1 : 1)), notes: [...notes].sort() };
}
