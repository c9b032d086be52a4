// `trace labels import`: files into the label book, and what became of each.
import { chainOfWord } from '../labels/chain-words.ts';
import { installPacks, type PackOutcome } from '../labels/installing.ts';
import type { PackFormat } from '../labels/reading/read-pack.ts';
import type { Defaults } from '../labels/reading/row-labels.ts';
import type { Tier } from '../model/label.ts';
import { forTerminal } from '../report/escape.ts';
import { bookFile } from './label-book.ts';
import type { ImportGiven } from './labels-commands.ts';
import { filesIn, packFile } from './pack-files.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag, seconds } from './usage.ts';
import type { World } from './world.ts';

export async function importLabels(
  paths: readonly string[],
  given: ImportGiven,
  world: World,
): Promise<ExitCode> {
  const found = paths.flatMap(filesIn);
  if (given.name !== undefined && found.length !== 1) throw badFlag('--name', given.name, 'one file alone');
  const format =
    given.format === undefined || given.format === 'auto' ? undefined : (given.format as PackFormat);
  const reading = { format, defaults: defaultsOf(given) };
  const packs = found.map((file) => packFile({ ...file, name: given.name ?? file.name }, reading));
  const reasons = new Map<string, number>();
  const outcomes = await installPacks(packs, {
    file: bookFile(given.book, world) as string,
    now: Math.floor(world.now() / 1000),
    pause: () => pause(world),
    onRefused(pack, { line, why }) {
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
      if (given.quiet !== true)
        world.err(`trace: ${forTerminal(pack)} line ${line} left out: ${forTerminal(why)}\n`);
    },
  });
  world.out(importText(outcomes, reasons));
  const isClean = outcomes.every(({ outcome, refused }) => outcome !== 'unreadable' && refused === 0);
  return given.strict === true && !isClean ? 1 : 0;
}

/** Lets a cancel be heard. */
async function pause(world: World): Promise<void> {
  await world.sleep(0);
  if (world.signal.aborted) throw new Error('cancelled');
}

function defaultsOf(given: ImportGiven): Defaults {
  const { chain, entity, category, source, date, tier } = given;
  if (chain !== undefined && chainOfWord(chain) === undefined)
    throw badFlag('--chain', chain, 'the name of a chain or a CAIP-2 id');
  return {
    ...(chain === undefined ? {} : { chain }),
    ...(entity === undefined ? {} : { entity }),
    ...(category === undefined ? {} : { category }),
    ...(source === undefined ? {} : { source }),
    ...(date === undefined ? {} : { date: seconds('--date', date, 'its-start') }),
    ...(tier === undefined ? {} : { tier: tier as Tier }),
  };
}

function importText(outcomes: readonly PackOutcome[], reasons: ReadonlyMap<string, number>): string {
  const lines = outcomes.map((outcome) => `${forTerminal(outcome.pack)}: ${outcomeText(outcome)}`);
  const sum = (name: 'rows' | 'labels' | 'repeated' | 'refused' | 'actors'): number =>
    outcomes.reduce((all, outcome) => all + outcome[name], 0);
  const count = (outcome: PackOutcome['outcome']): number =>
    outcomes.filter((one) => one.outcome === outcome).length;
  const why = [...reasons].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [
    ...lines,
    `${outcomes.length} file${outcomes.length === 1 ? '' : 's'}: ${count('stored')} stored, ${count('unchanged')} unchanged, ${count('unreadable')} unreadable`,
    `${sum('rows')} rows read: ${sum('labels')} labels stored, ${sum('repeated')} said twice, ${sum('actors')} actors, ${sum('refused')} refused`,
    ...why.map(([reason, times]) => `  ${times} refused: ${forTerminal(reason)}`),
    '',
  ].join('\n');
}

function outcomeText({ outcome, why, rows, labels, repeated, refused, actors }: PackOutcome): string {
  if (outcome === 'unreadable') return `nothing stored. ${forTerminal(why ?? '')}`;
  const more = [
    ...(repeated > 0 ? [`${repeated} said twice`] : []),
    ...(actors > 0 ? [`${actors} actors`] : []),
    `${refused} refused`,
  ];
  return `${outcome === 'unchanged' ? 'unchanged, ' : ''}${rows} rows read, ${labels} labels stored, ${more.join(', ')}`;
}
