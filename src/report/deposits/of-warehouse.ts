// Deposit addresses among all wallets of a warehouse, as JSON and in words. Each is told as in a trace.
import type { AssetInfo } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type { Block } from '../../model/ledger.ts';
import type { OwnerPlace } from '../../model/place.ts';
import type { AllDeposits } from '../../trace/deposits/all-deposits.ts';
import { assetBook, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { section, type TextStyle } from '../text/style.ts';
import { depositJson } from './json.ts';
import { depositLines } from './text.ts';

export interface DepositsOfChain {
  readonly asOf: Block;
  readonly found: AllDeposits;
  /** Those that the sweeps name. */
  readonly assets: readonly AssetInfo[];
}

type NameOf = (place: OwnerPlace) => string;

export function warehouseDepositsJson(chains: readonly DepositsOfChain[], nameOf: NameOf) {
  return {
    chains: chains.map(({ asOf, found }) => ({
      chain: asOf.chain,
      asOf: { height: asOf.height, hash: asOf.hash, time: asOf.time },
      payers: found.payers,
      none: Object.fromEntries(found.others),
      hubs: found.hubs,
      incomplete: found.partial,
      deposits: found.deposits.map((deposit) => depositJson(deposit, nameOf)),
    })),
  };
}

export function warehouseDepositsText(
  command: string,
  chains: readonly DepositsOfChain[],
  nameOf: NameOf,
  style: TextStyle,
): string {
  const blocks = chains.map(({ asOf, found, assets }) =>
    section(style, `${chainName(asOf.chain)}, as of block ${asOf.height}, ${timeText(asOf.time)}`, [
      countLine(found),
      ...(found.partial === 0
        ? []
        : [
            `of ${found.partial} the warehouse has no whole history: whether they are deposit addresses is not known (trace warehouse status says what is covered)`,
          ]),
      ...(found.hubs === 0
        ? []
        : [`${found.hubs} have more transfers than --hub-limit, and were not judged`]),
      ...depositLines(found.deposits, nameOf, assetBook(assets), style),
    ]),
  );
  return `${[forTerminal(command), ...blocks].join('\n\n')}\n`;
}

function countLine({ deposits, payers, others }: AllDeposits): string {
  const none = [...others].map(([because, count]) => `${count} ${because}`);
  return `${deposits.length} of ${payers} wallets without a label that paid an exchange seem to be deposit addresses${none.length === 0 ? '' : `; not so: ${none.join(', ')}`}`;
}
