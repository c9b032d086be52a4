// What TronGrid can tell of a wallet: its balances as they are now, which are those of a block only if nothing happened since.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import type { AssetId } from '../../model/asset.ts';
import type { Balance, Block, WalletFacts } from '../../model/ledger.ts';
import { type Asked, type Asking, parsedBy } from '../asking.ts';
import { type Known, once } from '../once.ts';
import { readAs, whole } from '../quantities.ts';
import { trc10Asset, trc20Asset } from './chain-row.ts';
import { askAccount, askList, type ListName } from './source.ts';

const amount = whole.optional().transform((value) => value ?? 0n);
const frozen = z.array(z.object({ frozen_balance: amount })).nullish();
const pairs = z.array(z.object({ key: z.string(), value: whole })).nullish();

const accountSchema = z.object({
  type: z.union([z.string(), z.number()]).nullish(),
  balance: amount,
  // Staked TRX is the owner's: no transfer took it away. Old and new kinds of stake, lent out or not.
  frozen,
  frozenV2: z.array(z.object({ amount })).nullish(),
  unfrozenV2: z.array(z.object({ unfreeze_amount: amount })).nullish(),
  delegated_frozen_balance_for_bandwidth: amount,
  delegated_frozenV2_balance_for_bandwidth: amount,
  account_resource: z
    .object({
      frozen_balance_for_energy: z.object({ frozen_balance: amount }).nullish(),
      delegated_frozen_balance_for_energy: amount,
      delegated_frozenV2_balance_for_energy: amount,
    })
    .nullish(),
  assetV2: pairs,
  // What a token contract says of itself may be anything; it must not hide the rest.
  trc20: z.array(z.record(z.string(), z.unknown())).nullish(),
});
type Account = z.infer<typeof accountSchema>;

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, each) => total + each, 0n);
}

function staked(account: Account): bigint {
  const { account_resource: resource } = account;
  return sum([
    ...(account.frozen ?? []).map(({ frozen_balance }) => frozen_balance),
    ...(account.frozenV2 ?? []).map((each) => each.amount),
    ...(account.unfrozenV2 ?? []).map(({ unfreeze_amount }) => unfreeze_amount),
    account.delegated_frozen_balance_for_bandwidth,
    account.delegated_frozenV2_balance_for_bandwidth,
    resource?.frozen_balance_for_energy?.frozen_balance ?? 0n,
    resource?.delegated_frozen_balance_for_energy ?? 0n,
    resource?.delegated_frozenV2_balance_for_energy ?? 0n,
  ]);
}

/** Only what the account itself names: a token that is not in its list is not known to be nought. */
function balancesOf(account: Account, native: AssetId): Balance[] {
  return [
    { asset: native, amount: account.balance + staked(account) },
    ...(account.assetV2 ?? []).map(({ key, value }) => ({ asset: trc10Asset(key), amount: value })),
    ...(account.trc20 ?? []).flatMap((row) =>
      Object.entries(row).flatMap(([contract, value]) => {
        const held = whole.safeParse(value);
        return held.success ? [{ asset: trc20Asset(contract), amount: held.data }] : [];
      }),
    ),
  ];
}

const LISTS: readonly ListName[] = ['transactions', 'transactions/trc20', 'internal-transactions'];

/** Whether one of the lists holds anything later than the block, unconfirmed rows included. */
async function movedSince(source: Asked, address: Address, at: Block, asking: Asking): Promise<'yes' | 'no'> {
  for (const list of LISTS) {
    const query = { min_timestamp: `${at.time * 1000 + 1000}`, limit: '1' };
    const { rows, fingerprint } = await askList(source, address, list, query, asking);
    if (rows.length > 0 || fingerprint !== undefined) return 'yes';
  }
  return 'no';
}

/** `accounts`: what is known of this and other wallets. */
export async function factsOf(
  source: Asked,
  native: AssetId,
  address: Address,
  at: Block,
  assets: readonly AssetId[],
  accounts: Known<unknown>,
  signal: AbortSignal,
): Promise<WalletFacts> {
  const asking: Asking = { keep: { kind: 'pinned', block: at.hash }, signal };
  const ask = () => askAccount(source, address, asking);
  const raw = await once(accounts, `${address} ${at.hash}`, ask);
  // Never activated: no TRX; it may hold tokens all the same, of which nothing is said.
  const account =
    raw === undefined ? undefined : parsedBy(source, 'accounts', () => readAs(accountSchema, raw));
  const contract =
    account === undefined ? {} : { contract: account.type === 'Contract' || account.type === 2 };
  if (assets.length === 0 || (await movedSince(source, address, at, asking)) === 'yes')
    return { ...contract, balances: [] };
  const balances = account === undefined ? [{ asset: native, amount: 0n }] : balancesOf(account, native);
  return { ...contract, balances: balances.filter(({ asset }) => assets.includes(asset)) };
}
