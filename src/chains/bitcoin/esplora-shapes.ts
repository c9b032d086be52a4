// The answers of Esplora as far as they are used, checked by zod at the gate. Not what they mean (transfers-of-tx.ts).
import { z } from 'zod';

/** Satoshi. zod's `int` refuses what is no safe integer. */
const sats = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const id = z.string().regex(/^[0-9a-f]{64}$/);
const script = z.string().regex(/^(?:[0-9a-f]{2})*$/);

const txStatus = z.union([
  z.object({ confirmed: z.literal(true), block_height: count, block_hash: id.optional(), block_time: count }),
  z.object({ confirmed: z.literal(false) }),
]);

const output = z.object({ scriptpubkey: script, scriptpubkey_address: z.string().nullish(), value: sats });

const input = z.object({
  txid: id,
  vout: count,
  prevout: output.nullish(),
  is_coinbase: z.boolean().optional(),
});

/** Size, weight, witness, asm and types may be missing: nothing here rests on them. */
export const esploraTx = z.object({
  txid: id,
  vin: z.array(input).min(1),
  vout: z.array(output).min(1),
  fee: sats,
  status: txStatus,
});

/** A list of transactions; each row is parsed by itself, so that a bad one is refused by its name. */
export const esploraRows = z.array(z.looseObject({ txid: id }));

export const esploraOutspend = z.union([
  z.object({ spent: z.literal(false) }),
  z.object({ spent: z.literal(true), txid: id, vin: count, status: txStatus }),
]);

export const esploraOutspends = z.array(esploraOutspend);

const stats = z.object({
  funded_txo_count: count,
  funded_txo_sum: sats,
  spent_txo_count: count,
  spent_txo_sum: sats,
  tx_count: count,
});

/** Of an address or a script hash. `electrum`: mempool.space's mark of a backend that knows no sums and no cursor. */
export const esploraStats = z.object({
  electrum: z.boolean().optional(),
  chain_stats: stats,
  mempool_stats: stats,
});

export const esploraBlock = z.object({ id, height: count, timestamp: count });

export type EsploraTx = z.infer<typeof esploraTx>;
export type EsploraOutput = z.infer<typeof output>;
export type EsploraStatus = z.infer<typeof txStatus>;
export type EsploraOutspend = z.infer<typeof esploraOutspend>;
export type EsploraStats = z.infer<typeof esploraStats>;
