// The config file: where it lies, and what it says. What that means for services is services.ts's, for options
// given-defaults.ts's.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError } from '../model/errors.ts';
import type { Config } from './config-schema.ts';
import type { World } from './world.ts';
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
  const { configSchema, placesOf } = await import('./config-schema.ts');
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
