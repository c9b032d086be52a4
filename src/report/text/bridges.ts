// Payments into bridges: to whom on which chain, and whether it was found there.
import { chainName } from '../../model/chain.ts';
import type { BridgeFinding } from '../../trace/bridges/bridge-findings.ts';
import type { BridgeOutcome } from '../../trace/bridges/bridging.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { limitOf, more, short, type TextStyle } from './style.ts';

export function bridgeLines(
  { bridges = [] }: Pick<Findings, 'bridges'>,
  book: AssetBook,
  style: TextStyle,
): string[] {
  const shown = bridges.slice(0, limitOf(style));
  return [
    ...shown.map((bridge) => lineOf(bridge, book, style)),
    ...more(bridges.length - shown.length, 'payments into bridges'),
  ];
}

const ENDS: Readonly<Record<Exclude<BridgeOutcome, 'arrived' | 'refunded'>, string>> = {
  several: 'which payment there is this one cannot be told, so none is followed',
  'not-arrived': 'no payment there answers to it, as of this run',
  unclear: 'what the wallet gave for it cannot be told from what else it paid, so it is not followed',
  unread: 'this run does not read that chain (--bridge-to)',
  'no-address': 'that is no address there, so it is not followed',
  hub: 'the history there is beyond --hub-limit',
  failed: 'the history there could not be had whole, so it is not followed',
};

function lineOf(
  { bridge, said, chain, txId, asset, amount, to, outcome, arrivedIn }: BridgeFinding,
  book: AssetBook,
  style: TextStyle,
): string {
  const where = to.chain === undefined ? to.name : chainName(to.chain);
  const address = to.address === '' ? 'an address that is not said' : short(forTerminal(to.address), style);
  const what = `${amountText(book, asset, amount)} on ${chainName(chain)} (${short(txId, style)})`;
  const goal = `${address} on ${forTerminal(where)}`;
  const name = forTerminal(bridge);
  if (outcome === 'arrived') return `${name} took ${what} for ${goal}: paid out there (${at(arrivedIn)})`;
  if (outcome === 'refunded') return `${name} took ${what} for ${goal}: sent back (${at(arrivedIn)})`;
  return said === 'bridge'
    ? `${name} took ${what} for ${goal}: ${ENDS[outcome]}`
    : `A memo, which anyone can write, asks ${name} to take ${what} to ${goal}: ${ENDS[outcome]}; followed as any payment`;

  function at(tx: string | undefined): string {
    return tx === undefined ? 'unknown' : short(tx, style);
  }
}
