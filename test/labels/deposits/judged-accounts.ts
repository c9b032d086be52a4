// Histories of the wallet `w` on account chains, judged: the only caller of the inference in the tests beside it.
import { judgeDeposit } from '../../../src/labels/deposits/judge.ts';
import type { Judgement } from '../../../src/labels/deposits/judgement.ts';
import { type DepositParameters, defaultDeposits } from '../../../src/labels/deposits/parameters.ts';
import { type ChainId, ETHEREUM } from '../../../src/model/chain.ts';
import type { WalletPlace } from '../../../src/model/place.ts';
import {
  bookOf,
  HOUR,
  history,
  infoOf,
  type Line,
  placeOf,
  type Said,
  START,
} from '../../support/deposit-histories.ts';

export const EXCHANGES: Said = {
  hot: { entity: 'Alpha' },
  hot2: { entity: 'Alpha 2' },
  beta: { entity: 'Beta' },
};

export interface Case {
  readonly lines: readonly Line[];
  readonly said?: Said;
  readonly chain?: ChainId;
  /** Hours after START. */
  readonly asOf?: number;
  readonly parameters?: Partial<DepositParameters>;
  readonly told?: typeof infoOf;
}

export function check({
  lines,
  said = EXCHANGES,
  chain = ETHEREUM,
  asOf = 1000,
  parameters,
  told = infoOf,
}: Case): Judgement {
  return judgeDeposit(placeOf('w', chain) as WalletPlace, 'account', history(lines, chain), {
    book: bookOf(said, chain),
    infoOf: told,
    asOf: START + asOf * HOUR,
    parameters: { ...defaultDeposits, ...parameters },
  });
}

export function because(one: Case): string {
  const found = check(one);
  return found.kind === 'none' ? found.because : `a deposit address of ${found.exchange.entity}`;
}

/** Two deposits of a customer, each swept whole an hour later, 0.001 ETH each for the fee. */
export const TWICE: readonly Line[] = [
  { at: 0, from: 'customer', to: 'w', amount: '2' },
  { at: 1, from: 'w', to: 'hot', amount: '1.999', tx: 's1' },
  { at: 1, from: 'w', to: 'fee', amount: '0.001', tx: 's1' },
  { at: 50, from: 'customer', to: 'w', amount: '3' },
  { at: 52, from: 'w', to: 'hot', amount: '2.999', tx: 's2' },
  { at: 52, from: 'w', to: 'fee', amount: '0.001', tx: 's2' },
];
