// What services told beside what the rows have: sentences for the verdict. Evidence that nothing is missing, or that
// something is; never a proof, since a bundle's words can be written by whoever seals it.
import { chainName } from '../../model/chain.ts';
import type { CoinSubject, Subjects, WalletSubject } from './subjects.ts';
import type { Told } from './told.ts';

/** A word of a service, and whether the rows have the same. `own` is shown where they differ. */
interface Held {
  readonly told: Told;
  readonly agrees: boolean;
  readonly own: string;
}

const WHAT: Readonly<Record<Told['what'], string>> = {
  nonce: 'nonces as of the block beside the outgoing transactions in the rows',
  balance: 'balances as of the block beside what came in less what went out',
  spender: 'who spent a coin, beside the rows',
  transactions: 'its own count of transactions, no less than in the rows',
  tokenTransfers: 'its own count of token transfers, no less than in the rows',
};

/** `capped`: how a long list of differences is cut. */
export function comparedNotes(
  { wallets, coins }: Subjects,
  told: readonly Told[],
  capped: (lines: readonly string[], what: string) => string[],
): string[] {
  const walletAt = new Map(wallets.map((wallet) => [`${wallet.place} ${wallet.height}`, wallet]));
  const walletOf = new Map(wallets.map((wallet) => [wallet.place, wallet]));
  const coinOf = new Map(coins.map((coin) => [coin.coin, coin]));
  const held = told.flatMap((each): Held[] => {
    const one =
      each.what === 'spender'
        ? spenderHeld(each, coinOf.get(each.of))
        : each.height === undefined
          ? counterHeld(each, walletOf.get(each.of))
          : walletHeld(each, walletAt.get(`${each.of} ${each.height}`));
    return one === undefined ? [] : [one];
  });
  const groups = new Map<string, Held[]>();
  for (const each of held) {
    const { service, chain, what } = each.told;
    const name = `${service} (${chainName(chain as never)}), ${WHAT[what]}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups].flatMap(([name, all]) => [
    `${name}: ${all.filter(({ agrees }) => agrees).length} of ${all.length} agree.`,
    ...capped(all.filter(({ agrees }) => !agrees).map(differs), 'that differ'),
  ]);
}

function differs({ told, own }: Held): string {
  const asset = told.asset === undefined ? '' : ` of ${told.asset}`;
  return `DIFFERS: ${told.of}${asset}: ${told.service} says ${told.value}, the rows have ${own}.`;
}

function walletHeld(told: Told, wallet: WalletSubject | undefined): Held | undefined {
  if (wallet === undefined) return undefined;
  const own = told.what === 'nonce' ? BigInt(wallet.outgoing) : (wallet.balances.get(told.asset ?? '') ?? 0n);
  return { told, agrees: told.value === own.toString(), own: own.toString() };
}

/** A counter of today may be higher; lower it cannot be, where the rows have only what happened. */
function counterHeld(told: Told, wallet: WalletSubject | undefined): Held | undefined {
  if (wallet === undefined || !/^\d+$/.test(told.value)) return undefined;
  const own = told.what === 'transactions' ? wallet.transactions : wallet.tokenTransfers;
  return { told, agrees: BigInt(told.value) >= BigInt(own), own: String(own) };
}

/** What was spent after the as-of block was unspent then. */
function spenderHeld(told: Told, coin: CoinSubject | undefined): Held | undefined {
  if (coin === undefined) return undefined;
  const isLater = told.height !== undefined && told.height > coin.height;
  return { told, agrees: (isLater ? 'none' : told.value) === coin.spender, own: coin.spender };
}
