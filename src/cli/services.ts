// Base URLs, rates and API keys: flags over environment over config file over the rows that the adapters bring.
import { nodeOfBitcoin } from '../chains/bitcoin/core/services.ts';
import { electrumServices, esploraServices } from '../chains/bitcoin/services.ts';
import { evmChains } from '../chains/evm/chains-table.ts';
import { judgeExplorer } from '../chains/evm/judge.ts';
import { nodeServices } from '../chains/evm/nodes.ts';
import { tronServices } from '../chains/tron/services.ts';
import { KnownError } from '../model/errors.ts';
import type { Service } from '../net/service.ts';
import { coingeckoServices } from '../prices/coingecko-services.ts';
import { llamaService } from '../prices/llama-service.ts';
import { readConfig } from './config.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

/** `keyHeader`: the key goes into this header, not into the query. */
type Row = Service & { readonly keyHeader?: string };

/** Rows of all services that adapters know, by name. */
function defaultServices(): Map<string, Row> {
  const explorers = evmChains.flatMap(({ blockscout, etherscan }) => [
    ...(blockscout === undefined ? [] : [blockscout]),
    etherscan.service,
  ]);
  return new Map<string, Row>([
    ...[...esploraServices, ...electrumServices, nodeOfBitcoin, ...nodeServices].map(
      (row) => [row.name, row] as const,
    ),
    ...explorers.map((row) => [row.name, { ...row, judge: judgeExplorer }] as const),
    ...tronServices.map((row) => [row.name, row] as const),
    ...[llamaService, ...coingeckoServices].map((row) => [row.name, row] as const),
  ]);
}

/** Other names under which the key of a service is commonly at hand. */
const otherKeys: Readonly<Record<string, readonly string[]>> = {
  'api.etherscan.io': ['TRACE_ETHERSCAN_KEY', 'ETHERSCAN_API_KEY'],
  'api.trongrid.io': ['TRONGRID_API_KEY', 'TRON_PRO_API_KEY'],
};

/** `api.etherscan.io` → `TRACE_KEY_API_ETHERSCAN_IO`, then the other names. */
function keyFromEnvironment(world: World, name: string): string | undefined {
  const own = `TRACE_KEY_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const found = [own, ...(otherKeys[name] ?? [])].map((variable) => world.env[variable]);
  // An empty variable is none.
  return found.find((key) => key !== undefined && key !== '');
}

export function hasKeyInEnvironment(world: World, name: string): boolean {
  return keyFromEnvironment(world, name) !== undefined;
}

function parseOverride(text: string): [string, string] {
  const at = text.indexOf('=');
  const url = text.slice(at + 1);
  if (at < 1 || !/^(https?|tcp|tls):\/\//.test(url) || !URL.canParse(url))
    throw badFlag(
      '--service',
      text.slice(0, Math.max(at, 0)),
      'name=url, such as mempool.space=http://127.0.0.1:3000/api',
    );
  return [text.slice(0, at), url.replace(/\/+$/, '')];
}

function keyPlace({ keyHeader }: Row): Pick<NonNullable<Service['key']>, 'in' | 'name'> {
  return keyHeader === undefined ? { in: 'query', name: 'apikey' } : { in: 'header', name: keyHeader };
}

/** The services of a run. A base URL of one's own drops the public limits: they were that server's. */
export async function servicesOf(
  world: World,
  configFile: string | undefined,
  overrides: readonly string[],
): Promise<ReadonlyMap<string, Service>> {
  const config = await readConfig(world, configFile);
  const urls = new Map(overrides.map(parseOverride));
  const rows = defaultServices();
  const services = new Map<string, Service>(rows);
  for (const name of [...urls.keys(), ...Object.keys(config.services ?? {})])
    if (!services.has(name))
      throw new KnownError('unknown-service', `There is no service ${JSON.stringify(name)}.`, {
        facts: [`services: ${[...services.keys()].join(', ')}`],
        hint: 'Name one of these.',
        exit: 2,
      });
  for (const [name, row] of rows) {
    const own = config.services?.[name];
    const url = urls.get(name) ?? own?.url;
    const key = keyFromEnvironment(world, name) ?? own?.key;
    services.set(name, {
      name,
      baseUrl: url ?? row.baseUrl,
      ...(row.judge === undefined ? {} : { judge: row.judge }),
      ...(url !== undefined || row.perSecond === undefined ? {} : { perSecond: row.perSecond }),
      ...(url !== undefined || row.inFlight === undefined ? {} : { inFlight: row.inFlight }),
      ...(own?.perSecond === undefined ? {} : { perSecond: own.perSecond }),
      ...(own?.inFlight === undefined ? {} : { inFlight: own.inFlight }),
      ...(key === undefined ? {} : { key: { ...keyPlace(row), value: key } }),
    });
  }
  return services;
}
