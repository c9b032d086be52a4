// From flags and addresses to what an account received, from whom: `trace account <address…>`.
import { ledgersOf } from '../chains/ledgers.ts';
import { distinct, walletSeed } from '../chains/seeds.ts';
import { KnownError } from '../model/errors.ts';
import type { Label } from '../model/label.ts';
import { chainOfSeed } from '../model/seed.ts';
import type { AccountResult } from '../report/answer.ts';
import { accountFindings } from '../trace/account/account.ts';
import { flagCategories } from '../trace/account/flagged.ts';
import type { Victim } from '../trace/account/victims.ts';
import type { ClaimFile } from '../trace/claims/claim.ts';
import { settleClaims } from '../trace/claims/settle.ts';
import { groupBy } from '../trace/group-by.ts';
import { type Ask, optionsOf, pinned } from './ask.ts';
import { refuseDownstream } from './ask-sources.ts';
import { readClaims } from './claims-file.ts';
import type { Given } from './flags.ts';
import type { Sources } from './open-sources.ts';
import { pricesOf } from './prices-of.ts';
import type { ProgressLine } from './progress.ts';
import { asOfOf, FLAGS_OF_LABELS, flagFiles } from './settings.ts';
import { badFlag } from './usage.ts';
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
  const claims = await claimsIn(given, sources);
  const ledgers = await ledgersOf(
    [...account.map(chainOfSeed), ...(claims?.claims ?? []).map(({ chain }) => chain)],
    maker,
  );
  const asOf = await pinned(ledgers, asOfOf(given.asOf), world.signal);
  const options = await optionsOf(ask, maker);
  const prices = await pricesOf(given, sources);
  const { signal } = world;
  return {
    name,
    title,
    account: await accountFindings({
      account: account.map(({ place }) => place),
      ledgers,
      asOf,
      labels,
      options,
      prices,
      isFlag: flagRule(given, sources),
      victims: claims === undefined ? [] : await victimsOf(claims, { ledgers, asOf, options, signal }),
      signal,
      onProgress: progress.walk,
    }),
    flags: given.flagged === undefined ? [FLAGS_OF_LABELS] : [...given.flagged],
  };
}

/** The same file as after --seeds. */
async function claimsIn({ victims, chain }: Given, { maker, read }: Sources): Promise<ClaimFile | undefined> {
  if (victims === undefined) return undefined;
  const bytes = await read(victims, '--victims');
  return readClaims(bytes, victims, { chain, maker, onFault: 'refuse' });
}

/** Every claim must name one payment: one that is left out would be missing in the figures of its victim. */
async function victimsOf(file: ClaimFile, asking: Parameters<typeof settleClaims>[1]): Promise<Victim[]> {
  const { claims } = await settleClaims(file, asking);
  const unused = claims.flatMap(({ line, outcome }) =>
    outcome.state === 'used' ? [] : [`line ${line}: ${outcome.why}`],
  );
  if (unused.length > 0)
    throw new KnownError(
      'bad-claims',
      'Claims of the file name no single payment, and nothing of it was used.',
      {
        facts: [`file: ${file.name}`, ...unused],
        hint: 'Name these payments by their txid; trace --seeds with the same file shows the candidates of each.',
        exit: 2,
      },
    );
  return [...groupBy(claims, ({ victim }) => victim ?? '')].map(([name, own]) => ({
    name,
    payments: own.flatMap(({ seed }) => (seed === undefined ? [] : [seed])),
  }));
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
