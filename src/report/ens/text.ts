// Names of the Ethereum Name Service for people: one line each, and what they are not.
import type { Findings } from '../../trace/findings.ts';
import { forTerminal } from '../escape.ts';

export function ensLines({ ens = [], ensUnasked = 0 }: Pick<Findings, 'ens' | 'ensUnasked'>): string[] {
  const lines = ens.map(({ name, display, how, block, looks }) => {
    const what =
      how === 'asked'
        ? `${name} leads to ${display} at block ${block}`
        : `${display} claims ${name}, which leads back to it at block ${block}`;
    const warning = looks.length === 0 ? '' : `; may be taken for another name: ${looks.join('; ')}`;
    return forTerminal(`ENS: ${what}${warning}`);
  });
  return [
    ...lines,
    ...(ensUnasked === 0 ? [] : [`ENS: of ${ensUnasked} further wallets no names were asked for`]),
  ];
}
