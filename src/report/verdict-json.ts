// A verdict on a bundle as JSON: amounts as decimal text.
import type { Verdict } from '../evidence/verdict.ts';

export function verdictJson({ transfers, ...verdict }: Verdict): Record<string, unknown> {
  return {
    verdictVersion: 1,
    ...verdict,
    transfers: transfers.map(({ claim, standing, why, amount }) => {
      const units = amount ?? claim.amount;
      return {
        chain: claim.chain,
        tx: claim.tx,
        transfer: claim.transfer,
        ...(claim.asset === undefined ? {} : { asset: claim.asset }),
        ...(units === undefined ? {} : { amount: units.toString() }),
        ...(claim.from === undefined ? {} : { from: claim.from }),
        ...(claim.to === undefined ? {} : { to: claim.to }),
        standing,
        why,
      };
    }),
  };
}
