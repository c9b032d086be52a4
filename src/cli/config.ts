// Base URLs, rates and API keys: flags over environment over config file over the rows that the adapters bring.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeOfBitcoin } from '../chains/bitcoin/core/services.ts';
import { electrumServices, esploraServices } from '../chains/bitcoin/services.ts';
import { evmChains } from '../chains/evm/chains-table.ts';
import { judgeExplorer } from '../chains/evm/judge.ts';
import { nodeServices } from '../chains/evm/nodes.ts';
import { tronServices } from '../chains/tron/services.ts';
import { KnownError } from '../model/errors.ts';
import { tiers } from '../model/label.ts';
import type { Service } from '../net/service.ts';
import { coingeckoServices } from '../prices/coingecko-services.ts';
import { llamaService } from '../prices/llama-service.ts';
import { settableWords } from './given-defaults.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionValue = z.union([word, z.array(word)]);

const configSchema = z.strictObject({
  services: z
    .record(
      z.string(),
      z.strictObject({
        url: z.url().optional(),
        key: z.string().min(1).optional(),
        perSecond: z.number().positive().optional(),
        inFlight: z.number().int().positive().optional(),
      }),
    )
    .optional(),
  /** Options that hold where neither the command line nor the environment says otherwise: see given-defaults.ts. */
  options: z.partialRecord(z.enum(settableWords), optionValue).optional(),
  /** Label packs to fetch, by name: see labels-update.ts. */
  labels: z
    .record(
      z.string().regex(/^[a-z0-9][-a-z0-9._]*$/),
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        licence: z.string().optional(),
        entity: z.string().optional(),
        category: z.string().optional(),
        tier: z.enum(tiers).optional(),
      }),
    )
    .optional(),
});
export type Config = z.infer<typeof configSchema>;

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

/** Of an option that there is not also its name: it is a word, and no key. */
function placesOf(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.') || 'the top level';
  const names = issue.code === 'unrecognized_keys' && at === 'options' ? issue.keys : [];
  const words = names.filter((name) => /^[a-z-]{1,24}$/.test(name));
  return words.length === 0 ? [at] : words.map((name) => `${at}.${name}`);
}

export function configPath(world: World, file: string | undefined): string {
  return file ?? join(world.env.XDG_CONFIG_HOME ?? join(world.home, '.config'), 'trace', 'config.json');
}

export async function readConfig(world: World, file: string | undefined): Promise<Config> {
  const path = configPath(world, file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw badConfig(path, 'it cannot be read');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badConfig(path, 'it is not JSON');
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Only the place of a fault is named: the value may be a key.
  throw badConfig(path, `${parsed.error.issues.flatMap(placesOf).join(', ')}: not as expected`);
}

function badConfig(path: string, why: string): KnownError {
  return new KnownError('bad-config', 'The config file cannot be used.', {
    facts: [`file: ${path}`, why],
    hint: 'It holds {"services": {"<name>": {"url", "key", "perSecond", "inFlight"}}}, {"labels": {"<name>": {"url"}}} and {"options": {"<option>": "value"}}; see docs/cli.md.',
    exit: 2,
  });
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
