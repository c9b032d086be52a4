// What a transaction of Tron sets out to do, by the type of its one contract: who acts, what moves if it succeeds. Not
// whether it did, nor what a program moves besides.
import { z } from 'zod';
import type { Address } from '../../model/address.ts';
import { readAs, UnreadableAnswer, whole } from '../quantities.ts';
import { excerpt } from '../source-failure.ts';
import { addressText } from './address.ts';

export interface Movement {
  /** undefined: the program that the transaction makes, where the answer does not tell its address. */
  readonly to: Address | undefined;
  /** Id of a TRC-10 token; undefined: TRX. */
  readonly token: string | undefined;
  readonly amount: bigint;
}

export interface Act {
  readonly type: string;
  readonly owner: Address;
  /** Paid by the owner. */
  readonly moves: readonly Movement[];
  /** The call of a program: it may fail, and then only the fee is gone. */
  readonly call: { readonly contract: Address | undefined; readonly data: string } | undefined;
  /**
   * What its own words do not tell. `reward`: how much a claim of rewards pays. `movements`: a kind of transaction whose
   * movements are not read.
   */
  readonly lacks: 'reward' | 'movements' | undefined;
}

/** How names of TRC-10 tokens stand in an answer: the lists print text, the node hex of its bytes. */
export type NameForm = 'text' | 'hex';

/** Lock, vote, delegate, govern: what the owner has stays the owner's. */
const still = new Set([
  'AccountCreateContract',
  'AccountPermissionUpdateContract',
  'AccountUpdateContract',
  'CancelAllUnfreezeV2Contract',
  'ClearABIContract',
  'DelegateResourceContract',
  'FreezeBalanceContract',
  'FreezeBalanceV2Contract',
  'ProposalApproveContract',
  'ProposalCreateContract',
  'ProposalDeleteContract',
  'SetAccountIdContract',
  'UnDelegateResourceContract',
  'UnfreezeBalanceContract',
  'UnfreezeBalanceV2Contract',
  'UpdateAssetContract',
  'UpdateBrokerageContract',
  'UpdateEnergyLimitContract',
  'UpdateSettingContract',
  'VoteWitnessContract',
  'WithdrawExpireUnfreezeContract',
  'WitnessCreateContract',
  'WitnessUpdateContract',
]);

const transferSchema = z.object({ owner_address: addressText, to_address: addressText, amount: whole });
const assetSchema = transferSchema.extend({ asset_name: z.string() });
/** Fields of value 0 are left out. */
const none = whole.optional().transform((value) => value ?? 0n);
const tokenId = z.union([z.string(), whole.transform(String)]).nullish();
const triggerSchema = z.object({
  owner_address: addressText,
  contract_address: addressText,
  data: z.string().nullish(),
  call_value: none,
  call_token_value: none,
  token_id: tokenId,
});
const createSchema = z.object({
  owner_address: addressText,
  call_token_value: none,
  token_id: tokenId,
  new_contract: z.object({ call_value: none }).nullish(),
});
const ownerSchema = z.object({ owner_address: addressText });

const contractSchema = z.object({ type: z.string(), parameter: z.object({ value: z.unknown() }) });

function tokenName(text: string, form: NameForm): string {
  return form === 'hex' && /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex').toString('utf8') : text;
}

/** `made`: the address of the program that the transaction created, where the answer tells it. */
export function readAct(raw: unknown, form: NameForm, made: Address | undefined): Act {
  const { type, parameter } = readAs(contractSchema, raw, 'contract');
  const value = parameter.value;
  const quiet = { moves: [], call: undefined, lacks: undefined };
  switch (type) {
    case 'TransferContract': {
      const { owner_address: owner, to_address: to, amount } = readAs(transferSchema, value, type);
      return { ...quiet, type, owner, moves: [{ to, token: undefined, amount }] };
    }
    case 'TransferAssetContract': {
      const row = readAs(assetSchema, value, type);
      const token = tokenName(row.asset_name, form);
      return {
        ...quiet,
        type,
        owner: row.owner_address,
        moves: [{ to: row.to_address, token, amount: row.amount }],
      };
    }
    case 'TriggerSmartContract': {
      const row = readAs(triggerSchema, value, type);
      const contract = row.contract_address;
      const call = { contract, data: row.data ?? '' };
      return { ...quiet, type, owner: row.owner_address, moves: paid(contract, row, row.call_value), call };
    }
    case 'CreateSmartContract': {
      const row = readAs(createSchema, value, type);
      const given = row.new_contract?.call_value ?? 0n;
      const call = { contract: made, data: '' };
      return { ...quiet, type, owner: row.owner_address, moves: paid(made, row, given), call };
    }
    default: {
      const { owner_address: owner } = readAs(ownerSchema, value, type);
      const lacks = type === 'WithdrawBalanceContract' ? 'reward' : still.has(type) ? undefined : 'movements';
      return { ...quiet, type, owner, lacks };
    }
  }
}

function paid(
  to: Address | undefined,
  row: { readonly call_token_value: bigint; readonly token_id?: string | null | undefined },
  sun: bigint,
): Movement[] {
  const moves: Movement[] = [{ to, token: undefined, amount: sun }];
  if (row.call_token_value > 0n) {
    if (row.token_id === undefined || row.token_id === null)
      throw new UnreadableAnswer('token_id: missing beside call_token_value');
    moves.push({ to, token: excerpt(row.token_id), amount: row.call_token_value });
  }
  return moves.filter(({ amount }) => amount > 0n);
}
