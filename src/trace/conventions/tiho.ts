// Taint in, highest out (Tironsakkul et al. 2022): tainted units go to the largest outputs. In a wallet equal to pifo.
import { least } from '../least.ts';
import { fill, shareConvention } from './share.ts';

/** Largest first, ties by vout; the fee, which stands last, stays last. */
function bySize(outputs: readonly bigint[]): number[] {
  const fee = outputs.length - 1;
  const order = [...outputs.keys()].slice(0, fee);
  order.sort((a, b) => {
    const [left, right] = [outputs[a] as bigint, outputs[b] as bigint];
    return left === right ? a - b : left > right ? -1 : 1;
  });
  return [...order, fee];
}

export const tiho = shareConvention('tiho', {
  ofPayment: (amount, _balance, taint) => least(amount, taint),
  ofOutputs: (taint, outputs) => fill(taint, outputs, bySize(outputs)),
  fillingOrder: bySize,
});
