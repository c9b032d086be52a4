// Pro rata ("haircut"): every payment and output carries the tainted share of the whole.
import { apportion } from '../apportion.ts';
import { shareConvention } from './share.ts';

export const haircut = shareConvention('haircut', {
  ofPayment: (amount, balance, taint) => apportion(taint, [amount, balance - amount])[0] as bigint,
  ofOutputs: (taint, outputs) => apportion(taint, outputs),
});
