// `trace labels update`: fetches the packs whose address is known or configured, asks only for what changed, and leaves in
// place what it cannot replace by something whole.
import { existsSync } from 'node:fs';
import type { FetchedPack } from '../labels/installed.ts';
import { confirmPack, installPacks, type PackOutcome } from '../labels/installing.ts';
import { type LabelSource, labelSources } from '../labels/sources.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import { transport } from '../net/transport.ts';
import { forTerminal } from '../report/escape.ts';
import { readConfig } from './config.ts';
import { bookFile, openBook } from './label-book.ts';
import { download, servicesOf, shown } from './label-source.ts';
import type { UpdateGiven } from './labels-commands.ts';
import { originText } from './pack-origin.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag } from './usage.ts';
import type { World } from './world.ts';

const DAY = 86_400;

export async function updateLabels(
  names: readonly string[],
  given: UpdateGiven,
  world: World,
): Promise<ExitCode> {
  const sources = await sourcesOf(names, given, world);
  const file = bookFile(given.book, world) as string;
  const before = await fetchedIn(file, world);
  const now = Math.floor(world.now() / 1000);
  if (given.offline === true) {
    for (const { name } of sources) world.out(`${name}: ${ageText(before.get(name), now)}\n`);
    return 0;
  }
  const http = await httpOf(sources, world);
  let code: ExitCode = 0;
  for (const source of sources) {
    const old = before.get(source.name);
    let text: string;
    try {
      text = await update(source, old, http, { file, now, world });
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      code = 3;
      text = `nothing new installed: ${forTerminal([error.message, ...error.facts].join(' '))}; ${ageText(old, now)}`;
    }
    world.out(`${source.name}: ${text}\n`);
  }
  return code;
}

/** Known ones, and those of the config file, which go before them by name. */
async function sourcesOf(
  names: readonly string[],
  given: UpdateGiven,
  world: World,
): Promise<readonly LabelSource[]> {
  const config = await readConfig(world, given.config);
  const all = new Map(labelSources.map((source) => [source.name, source]));
  for (const [name, { url, licence, entity, category, tier }] of Object.entries(config.labels ?? {}))
    all.set(name, {
      name,
      url,
      licence,
      defaults: {
        source: shown(url),
        ...(entity === undefined ? {} : { entity }),
        ...(category === undefined ? {} : { category }),
        ...(tier === undefined ? {} : { tier }),
      },
    });
  for (const name of names)
    if (!all.has(name)) throw badFlag('trace labels update', name, [...all.keys()].join(', '));
  return [...all.values()].filter(({ name }) => names.length === 0 || names.includes(name));
}

async function fetchedIn(file: string, world: World): Promise<ReadonlyMap<string, FetchedPack>> {
  const book = existsSync(file) ? await openBook(file, world) : undefined;
  try {
    return new Map((book?.fetched() ?? []).map((pack) => [pack.pack, pack]));
  } finally {
    book?.close();
  }
}

async function httpOf(sources: readonly LabelSource[], world: World): Promise<Http> {
  const services = servicesOf(sources);
  const { http } = await transport({
    source: { kind: 'live' },
    services,
    online: world.online(services),
    now: world.now,
    random: world.random,
    sleep: world.sleep,
  });
  return http;
}

interface Target {
  readonly file: string;
  readonly now: number;
  readonly world: World;
}

async function update(
  source: LabelSource,
  old: FetchedPack | undefined,
  http: Http,
  { file, now, world }: Target,
): Promise<string> {
  const { name, defaults } = source;
  const fresh = await download(source, old, http, world.signal);
  if (fresh === undefined) {
    await confirmPack(name, file, now);
    return old === undefined ? 'unchanged' : `unchanged; ${ageText({ ...old, checked: now }, now)}`;
  }
  const { origin, bytes } = fresh;
  const [outcome] = await installPacks(
    [
      {
        reading: { name, ...(defaults === undefined ? {} : { defaults }) },
        origin,
        bytes: () => [bytes],
      },
    ],
    {
      file,
      now,
      pause: async () => world.signal.throwIfAborted(),
      onRefused: (pack, { line, why }) =>
        world.err(`trace: ${pack} line ${line} left out: ${forTerminal(why)}\n`),
    },
  );
  return outcomeText(outcome as PackOutcome, old, now);
}

function outcomeText(
  { outcome, why, labels, refused: left }: PackOutcome,
  old: FetchedPack | undefined,
  now: number,
): string {
  if (outcome === 'unreadable')
    throw new KnownError('labels-unreadable', why ?? 'It cannot be read.', { hint: ageText(old, now) });
  return `${outcome === 'unchanged' ? 'the same as before' : 'fetched and installed'}: ${labels} labels, ${left} rows refused`;
}

function ageText(pack: FetchedPack | undefined, now: number): string {
  if (pack === undefined) return 'not installed';
  const days = Math.floor((now - pack.checked) / DAY);
  const when = new Date(pack.checked * 1000).toISOString().slice(0, 10);
  return `installed as of ${when}, ${days} day${days === 1 ? '' : 's'} ago, ${originText(pack)}`;
}
