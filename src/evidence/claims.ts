// The transfers on the reported paths of a result, as claims to be held against the chains. Reads the JSON of a result and
// trusts nothing of it.
import { z } from 'zod';
import type { Claim } from './verdict.ts';

const units = z
  .string()
  .regex(/^\d{1,90}$/)
  .transform(BigInt);
const pathsSchema = z.array(
  z.object({
    asset: z.string(),
    hops: z.array(
      z.object({
        chain: z.string(),
        tx: z.string(),
        height: z.int(),
        time: z.int(),
        from: z.string().optional(),
        to: z.string(),
        asset: z.string().optional(),
        recorded: units,
        transfers: z.array(z.string()).min(1).max(2),
      }),
    ),
  }),
);
const withPaths = z.object({ paths: pathsSchema });
/** A single run stands twice in a result; what either says is a claim. So are the ways by which an account was paid. */
const resultSchema = z.object({
  runs: z.array(withPaths),
  paths: pathsSchema.default([]),
  sources: z.array(withPaths).default([]),
  accounts: z.array(z.object({ sources: withPaths, victims: withPaths.optional() })).default([]),
});

/** Each claim once, in the order of the paths; undefined where the text is no result. */
export function claimsIn(resultText: string): readonly Claim[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(resultText);
  } catch {
    return undefined;
  }
  const parsed = resultSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const claims = new Map<string, Claim>();
  const { runs, sources, accounts } = parsed.data;
  const upstream = accounts.flatMap((account) => [account.sources, account.victims ?? { paths: [] }]);
  for (const { paths } of [parsed.data, ...runs, ...sources, ...upstream])
    for (const { asset: last, hops } of paths) {
      let before: string | undefined;
      for (const { chain, tx, height, time, from, to, asset = last, recorded, transfers } of hops) {
        const common = { chain, tx, height, time, asset, isPart: transfers.length > 1 };
        // What an exchange took is of another asset, which the path does not name.
        const taken = chain.startsWith('bip122:') ? asset : undefined;
        const [first, second] = transfers as [string, string?];
        const all: Claim[] =
          second === undefined
            ? [{ ...common, transfer: first, from, to, amount: recorded, spends: undefined }]
            : [
                {
                  ...common,
                  asset: taken,
                  transfer: first,
                  from,
                  to: undefined,
                  amount: undefined,
                  spends: taken === undefined ? undefined : before,
                },
                { ...common, transfer: second, from: undefined, to, amount: recorded, spends: undefined },
              ];
        for (const claim of all) claims.set(claimKey(claim), claim);
        before = transfers.at(-1);
      }
    }
  return [...claims.values()];
}

/** Two paths may claim different things of one transfer: each is a claim of its own. */
export function claimKey({
  chain,
  tx,
  transfer,
  height,
  time,
  asset,
  isPart,
  from,
  to,
  amount,
  spends,
}: Claim): string {
  const units = amount?.toString();
  return JSON.stringify([chain, tx, transfer, height, time, asset, isPart, from, to, units, spends]);
}
