// Lowest intermediate balance rule (In re Dameron): clean units leave first; later clean money never restores the taint.
import { fill, shareConvention } from './share.ts';

export const libr = shareConvention('libr', {
  ofPayment: (amount, balance, taint) => {
    const clean = balance - taint;
    return amount > clean ? amount - clean : 0n;
  },
  ofOutputs: (taint, outputs) => {
    const total = outputs.reduce((sum, amount) => sum + amount, 0n);
    const clean = fill(total - taint, outputs, outputs.keys());
    return outputs.map((amount, index) => amount - (clean[index] as bigint));
  },
});
