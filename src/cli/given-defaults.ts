// Options that were not given: from the environment, then from the config file, then their own defaults. Only options that
// are wanted again and again; what one run is about is always said with it.
import type { Command } from 'commander';
import type { Config } from './config-schema.ts';
import { collectorOf, type Flag, flags, type Given, keyOf } from './flags.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

const SETTABLE: ReadonlySet<string> = new Set([
  ...['chain', 'convention', 'hops', 'min-value', 'max-wallets', 'hub-limit', 'stop-at', 'asset', 'labels'],
  ...['book', 'no-book', 'paths', 'totals', 'source', 'offline', 'store', 'no-store', 'concurrency'],
  ...['format', 'sensitivity', 'flows', 'quiet', 'no-color'],
]);

/** `min-value` of `--min-value <value>`. */
export function wordOf({ flags: text }: Flag): string {
  return text.replace(/^.*?--([a-z-]+).*$/, '$1');
}

const settable = flags.filter((flag) => SETTABLE.has(wordOf(flag)));

/** Names under which options may be set, as in the config file. */
export const settableWords: readonly string[] = settable.map(wordOf);

/** `TRACE_MIN_VALUE` */
function variableOf(flag: Flag): string {
  return `TRACE_${wordOf(flag).toUpperCase().replaceAll('-', '_')}`;
}

/**
 * A case must give the same on every machine: there an option that changes figures comes from the case or the command line
 * alone. `config`: read only if the command takes --config.
 */
export async function fillIn(
  command: Command,
  world: World,
  config: (file: string | undefined) => Promise<Config>,
): Promise<void> {
  const own = settable.filter(
    (flag) => takes(command, flag) && !(isOfCase(command) && flag.kind === 'result'),
  );
  if (own.length === 0) return;
  const { options = {} } = takesConfig(command) ? await config(command.opts<Given>().config) : {};
  // --book and --no-book are one option: whichever is set first stands.
  for (const [from, found] of [
    ['env', (flag: Flag) => world.env[variableOf(flag)]],
    ['config', (flag: Flag) => options[wordOf(flag)]],
  ] as const)
    for (const flag of own) {
      const value = found(flag);
      const key = keyOf(flag);
      const source = command.getOptionValueSource(key);
      if (value === undefined || value === '' || (source !== undefined && source !== 'default')) continue;
      const name = from === 'env' ? variableOf(flag) : `options.${wordOf(flag)} of the config file`;
      const read = readValue(flag, name, value);
      if (read !== undefined) command.setOptionValueWithSource(key, read, from);
    }
}

function takes(command: Command, flag: Flag): boolean {
  return command.options.some(
    ({ flags: text, description }) => text === flag.flags && description === flag.text,
  );
}

function takesConfig(command: Command): boolean {
  return command.options.some(({ long }) => long === '--config');
}

function isOfCase(command: Command): boolean {
  return command.name() === 'run' || command.parent?.name() === 'case';
}

/** undefined: a switch that is off. */
function readValue(flag: Flag, name: string, value: string | readonly string[]): unknown {
  const words = typeof value === 'string' ? [value] : value;
  const collect = collectorOf(flag);
  if (collect !== undefined)
    return words.reduce<string[] | undefined>((all, word) => collect(word, all), undefined);
  const [word = '', more] = words;
  if (more !== undefined) throw badFlag(name, words.join(' '), 'one value');
  if (flag.flags.includes('<')) {
    if (flag.choices !== undefined && !flag.choices.includes(word))
      throw badFlag(name, word, flag.choices.join(', '));
    return word;
  }
  if (word !== 'true' && word !== '1' && word !== 'false' && word !== '0')
    throw badFlag(name, word, 'true or false');
  const isOn = word === 'true' || word === '1';
  return isOn ? !flag.flags.startsWith('--no-') : undefined;
}
