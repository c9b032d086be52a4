// A transaction in its own words, as the lists and the node print it, checked against the bytes that its id commits to.
import { z } from 'zod';
import type { TxId } from '../../model/place.ts';
import { readAs, whole } from '../quantities.ts';
import { excerpt } from '../source-failure.ts';
import { LONGEST_MEMO } from '../thorchain/memo.ts';
import { type Act, type NameForm, readAct } from './act.ts';
import { addressText } from './address.ts';
import { checkedNote } from './raw-data.ts';

export type Outcome = 'done' | 'failed' | 'untold';

/** One transaction in its own words. */
export interface TxWords {
  readonly txId: TxId;
  readonly act: Act;
  readonly outcome: Outcome;
  /** Burnt for bandwidth, energy, the activation of an account, a memo: all that the owner paid, in sun. */
  readonly fee: bigint | undefined;
  /** The note that the payer wrote beside it, where it could be a THORChain memo. */
  readonly memo: string | undefined;
}
export const txIdText = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, { error: (issue) => `${excerpt(String(issue.input))} is no transaction id` })
  .transform((text) => text.toLowerCase() as TxId);

const txSchema = z.object({
  txID: txIdText,
  raw_data: z.object({ contract: z.array(z.unknown()).length(1), data: z.string().nullish() }),
  raw_data_hex: z
    .string()
    .regex(/^([0-9a-fA-F]{2})+$/)
    .nullish(),
  contract_address: addressText.nullish(),
  ret: z.array(z.object({ contractRet: z.string().nullish(), fee: whole.optional() })).nullish(),
  net_fee: whole.optional(),
  energy_fee: whole.optional(),
});

/** Before contracts existed a listed payment had simply been made; of a program, silence says nothing. */
function outcomeOf(contractRet: string | null | undefined, act: Act): Outcome {
  if (contractRet === 'SUCCESS') return 'done';
  if (contractRet === undefined || contractRet === null) return act.call === undefined ? 'done' : 'untold';
  return 'failed';
}

/** THORNode trims it (thornode, bifrost, tron_block_scanner.go). */
function memoIn(hex: string): string | undefined {
  if (hex === '' || hex.length > 2 * LONGEST_MEMO || !/^([0-9a-f]{2})+$/i.test(hex)) return undefined;
  return Buffer.from(hex, 'hex').toString('latin1').trim();
}

export function readTxWords(raw: unknown, form: NameForm): TxWords {
  const row = readAs(txSchema, raw);
  const act = readAct(row.raw_data.contract[0], form, row.contract_address ?? undefined);
  // The bytes go first: the id commits to them.
  const note = row.raw_data_hex ? checkedNote(row.txID, row.raw_data_hex, act) : (row.raw_data.data ?? '');
  const ret = row.ret?.[0];
  const burnt =
    row.net_fee === undefined && row.energy_fee === undefined
      ? undefined
      : (row.net_fee ?? 0n) + (row.energy_fee ?? 0n);
  return {
    txId: row.txID,
    act,
    outcome: outcomeOf(ret?.contractRet, act),
    fee: ret?.fee ?? burnt,
    memo: memoIn(note),
  };
}
