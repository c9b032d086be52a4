// `trace warehouse status`: what a warehouse covers, and from which files.
import type { StoredChain } from '../chains/warehouse/open.ts';
import { openedWarehouse } from '../chains/warehouse/opened.ts';
import { chainName } from '../model/chain.ts';
import { forTerminal } from '../report/escape.ts';
import type { ExitCode } from './render-error.ts';
import { namedWarehouse } from './warehouse-name.ts';
import type { World } from './world.ts';

export async function warehouseStatus(
  name: string,
  given: { readonly json?: boolean },
  world: World,
): Promise<ExitCode> {
  const { chains, close } = await openedWarehouse(namedWarehouse('warehouse', name, world));
  await close();
  if (given.json === true) {
    const told = chains.map(({ chain, form, covered, unfinished, sources }) => {
      return { chain, form, covered, unfinished, sources };
    });
    world.out(`${JSON.stringify({ chains: told }, null, 2)}\n`);
    return 0;
  }
  const lines = chains.flatMap(chainLines);
  if (chains.length === 0) lines.push('empty');
  world.out(`${lines.join('\n')}\n`);
  return 0;
}

function chainLines({ chain, form, covered, unfinished, sources }: StoredChain): string[] {
  return [
    `${forTerminal(chainName(chain))} (${form})`,
    ...covered.map(({ kind, first, last }) => `  ${kind}: blocks ${first} to ${last}`),
    ...(unfinished ? ['  an import was begun and not finished: give its command again'] : []),
    ...sources.map(({ name, kind, rows, refused }) => {
      const left = refused > 0 ? `, ${refused} left out` : '';
      return `  ${forTerminal(name)}: ${kind}, ${rows} rows${left}`;
    }),
  ];
}
