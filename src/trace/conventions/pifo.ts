// Proceeds in, first out (B.A.T.S.): tainted units leave first.
import { least } from '../least.ts';
import { fill, shareConvention } from './share.ts';

export const pifo = shareConvention('pifo', {
  ofPayment: (amount, _balance, taint) => least(amount, taint),
  ofOutputs: (taint, outputs) => fill(taint, outputs, outputs.keys()),
});
