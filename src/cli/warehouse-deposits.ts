// `trace warehouse deposits`: the deposit addresses among all wallets of a warehouse, to be read or taken as labels.
import { ledgersOf } from '../chains/ledgers.ts';
import { knownBy, type LabelBook } from '../labels/book.ts';
import { depositLabel } from '../labels/deposits/label.ts';
import type { DepositParameters } from '../labels/deposits/parameters.ts';
import { packText } from '../labels/writing/pack-text.ts';
import { type ChainId, chainName, chainOfList } from '../model/chain.ts';
import type { Block, Ledger } from '../model/ledger.ts';
import { type OwnerPlace, placeKey, wallet } from '../model/place.ts';
import {
  type DepositsOfChain,
  warehouseDepositsJson,
  warehouseDepositsText,
} from '../report/deposits/of-warehouse.ts';
import { forJson } from '../report/escape.ts';
import { allDeposits } from '../trace/deposits/all-deposits.ts';
import { pinned } from './ask.ts';
import { commandLine } from './command-line.ts';
import { openSources } from './open-sources.ts';
import { checkOutput, emit, formatOf, textStyle } from './output.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import { asOfOf, plainOptions } from './settings.ts';
import { badFlag, seconds } from './usage.ts';
import type { DepositsGiven } from './warehouse-flags.ts';
import { namedWarehouse } from './warehouse-name.ts';
import type { World } from './world.ts';

export async function warehouseDeposits(name: string, given: DepositsGiven, world: World): Promise<ExitCode> {
  namedWarehouse('warehouse', name, world);
  await checkOutput(given);
  const { hubLimit, concurrency, deposits } = plainOptions(given);
  const progress = progressLine(world, given.quiet);
  const sources = await openSources({ ...given, ledger: name }, world, progress);
  try {
    const labels =
      given.labelsAsOf === undefined
        ? sources.labels
        : knownBy(sources.labels, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
    const ledgers = await ledgersOf(chosen(sources.maker.chains ?? [], given), sources.maker);
    const blocks = await pinned(ledgers, asOfOf(given.asOf), world.signal);
    const chains: DepositsOfChain[] = [];
    for (const [chain, ledger] of ledgers) {
      const asOf = blocks.get(chain) as Block;
      const found = await allDeposits({
        ledger,
        scope: { asOf, hubLimit, concurrency, signal: world.signal },
        labels,
        parameters: deposits as DepositParameters,
        exchanges: exchangesOf(chain, labels),
      });
      const ids = new Set(found.deposits.flatMap(({ sweeps }) => sweeps.map(({ asset }) => asset)));
      const assets = [...ids].map((id) => ledger.assetInfo(id)).filter((info) => info !== undefined);
      chains.push({ asOf, found, assets });
    }
    const command = commandLine(['trace', 'warehouse', 'deposits', name], given);
    await emit(await rendered(command, chains, ledgers, given, world), given, world);
    return chains.some(({ found }) => found.partial > 0) ? 3 : 0;
  } finally {
    progress.clear();
    await sources.finish();
  }
}

function chosen(chains: readonly ChainId[], { chain }: DepositsGiven): readonly ChainId[] {
  if (chain === undefined) return chains;
  const named = chains.filter((one) => one === chainOfList(chain));
  if (named.length > 0) return named;
  throw badFlag('--chain', chain, `a chain of the warehouse: ${chains.map(chainName).join(', ')}`);
}

/** Wallets that a label calls an exchange's: whether they are main wallets, and when, the rule says. */
function exchangesOf(chain: ChainId, labels: LabelBook): OwnerPlace[] {
  const found = new Map<string, OwnerPlace>();
  for (const { chain: of, address, category } of labels.all()) {
    if (of !== chain || category !== 'exchange') continue;
    const place = wallet(chain, address);
    found.set(placeKey(place), place);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

async function rendered(
  command: string,
  chains: readonly DepositsOfChain[],
  ledgers: ReadonlyMap<ChainId, Ledger>,
  given: DepositsGiven,
  world: World,
): Promise<string | Iterable<string>> {
  const nameOf = (place: OwnerPlace): string => (ledgers.get(place.chain) as Ledger).display(place);
  const format = formatOf(given);
  if (format === 'csv')
    return packText(
      chains.flatMap(({ found }) => found.deposits.map(depositLabel)),
      'csv',
    );
  if (format === 'json')
    return `${forJson(JSON.stringify(warehouseDepositsJson(chains, nameOf), undefined, 2))}\n`;
  return warehouseDepositsText(command, chains, nameOf, await textStyle(given, world));
}
