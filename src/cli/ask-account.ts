// From flags and addresses to what an account received, from whom: `trace account <address…>`.
import { ledgersOf } from '../chains/ledgers.ts';
import { distinct, walletSeed } from '../chains/seeds.ts';
import type { Label } from '../model/label.ts';
import { chainOfSeed } from '../model/seed.ts';
import type { AccountResult } from '../report/answer.ts';
import { accountFindings } from '../trace/account/account.ts';
import { flagCategories } from '../trace/account/flagged.ts';
import type { Victim } from '../trace/account/victims.ts';
import { type Ask, optionsOf, pinned, readBytes, type Sources } from './ask.ts';
import { refuseDownstream } from './ask-sources.ts';
import type { Given } from './flags.ts';
import type { ProgressLine } from './progress.ts';
import { asOfOf, FLAGS_OF_LABELS, flagFiles } from './settings.ts';
import { badFlag } from './usage.ts';
import { readVictims } from './victims-file.ts';
import type { World } from './world.ts';

export async function askAccount(
  ask: Ask,
  sources: Sources,
  world: World,
  progress: ProgressLine,
): Promise<AccountResult> {
  const { given, name, title } = ask;
  const { maker, labels } = sources;
  refuseDownstream('trace account', given);
  const account = distinct(
    await Promise.all((ask.account ?? []).map((text) => walletSeed(text, given.chain, maker))),
  );
  const victims: Victim[] =
    given.victims === undefined
      ? []
      : await readVictims(await readBytes(given.victims, '--victims'), given.victims, given.chain, maker);
  const ledgers = await ledgersOf(
    [...account, ...victims.flatMap(({ payments }) => payments)].map(chainOfSeed),
    maker,
  );
  return {
    name,
    title,
    account: await accountFindings({
      account: account.map(({ place }) => place),
      ledgers,
      asOf: await pinned(ledgers, asOfOf(given.asOf), world.signal),
      labels,
      options: await optionsOf(ask, maker),
      isFlag: flagRule(given, sources),
      victims,
      signal: world.signal,
      onProgress: progress.walk,
    }),
    flags: given.flagged === undefined ? [FLAGS_OF_LABELS] : [...given.flagged],
  };
}

/** Labels of the categories that are flags, and every label of the files named, whatever its category. */
function flagRule(given: Given, { labels }: Sources): (label: Label) => boolean {
  const { flagged = [FLAGS_OF_LABELS] } = given;
  const files = new Set(flagFiles(given));
  const packs = new Set(labels.packs().map(({ pack }) => pack));
  for (const file of files)
    if (!packs.has(file)) throw badFlag('--flagged', file, `label files of this run, or ${FLAGS_OF_LABELS}`);
  const categories: ReadonlySet<string> = new Set(flagged.includes(FLAGS_OF_LABELS) ? flagCategories : []);
  return ({ category, pack }) => categories.has(category) || files.has(pack);
}
