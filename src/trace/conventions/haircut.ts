// Pro rata ("haircut"): every payment and output carries the tainted share of the whole.
import { apportion, partOf } from '../apportion.ts';
import { shareConvention } from './share.ts';

export const haircut = shareConvention('haircut', {
  ofPayment: (amount, balance, taint) => partOf(taint, amount, balance),
  ofOutputs: (taint, outputs) => apportion(taint, outputs),
});
