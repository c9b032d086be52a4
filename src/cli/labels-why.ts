// `trace labels why ADDRESS`: every label of it in the order in which they count, and the rule.

import { liveLedgers } from '../chains/ledgers.ts';
import { placeNamed } from '../chains/seeds.ts';
import { knownBy } from '../labels/book.ts';
import { asOne, tierOrder } from '../labels/rank.ts';
import { KnownError } from '../model/errors.ts';
import { endpointCategories, type Label } from '../model/label.ts';
import { timeText } from '../report/amounts.ts';
import { forTerminal } from '../report/escape.ts';
import { whoSays } from '../report/who-says.ts';
import { gathered, openBook } from './label-book.ts';
import type { WhyGiven } from './labels-commands.ts';
import type { ExitCode } from './render-error.ts';
import { seconds } from './usage.ts';
import type { World } from './world.ts';

const RULE = `Labels of files given with --labels first; then by tier (${tierOrder.map((tier) => tier ?? 'not stated').join(' > ')}), newest date, highest confidence, and source, entity and category as text. Names of like tier that mean different owners are shown together, "A or B".`;

export async function whyLabels(text: string, given: WhyGiven, world: World): Promise<ExitCode> {
  const nobody = liveLedgers(() => Promise.reject(new Error('labels why asks nobody')), ['blockscout']);
  const place = await placeNamed(text, given.chain, nobody);
  if (place.kind !== 'wallet')
    throw new KnownError('bad-address', 'Labels are kept by address.', { hint: 'Give an address.', exit: 2 });
  const labelFiles = await gathered(given.labels ?? [], undefined, world);
  const installed = await openBook(given.book, world);
  try {
    const whole = labelFiles.book(installed);
    const book =
      given.labelsAsOf === undefined
        ? whole
        : knownBy(whole, seconds('--labels-as-of', given.labelsAsOf, 'its-end'));
    const at = given.at === undefined ? undefined : seconds('--at', given.at, 'its-end');
    const labels = book.of(place.chain, place.address, at);
    const shown = asOne(labels);
    if (given.json === true)
      world.out(
        `${JSON.stringify({ chain: place.chain, address: place.address, shown: shown ?? null, labels, rule: RULE }, null, 2)}\n`,
      );
    else world.out(whyText(labels, shown, (actor) => installed?.actors(actor)[0]?.name));
    return 0;
  } finally {
    installed?.close();
  }
}

function whyText(
  labels: readonly Label[],
  shown: Label | undefined,
  actorName: (id: string) => string | undefined,
): string {
  if (shown === undefined) return 'No label of this address is known here.\n';
  const stop = asOne(labels, ({ category }) => (endpointCategories as readonly string[]).includes(category));
  return [
    `Shown as ${forTerminal(shown.entity)} [${forTerminal(shown.category)}].`,
    stop === undefined
      ? 'No label of it ends a trace.'
      : `A trace ends here: ${forTerminal(stop.entity)} [${forTerminal(stop.category)}].`,
    ...labels.map((label, index) => `${index + 1}. ${lineOf(label, actorName)}`),
    RULE,
    '',
  ].join('\n');
}

function lineOf(label: Label, actorName: (id: string) => string | undefined): string {
  const { entity, category, role, tier, date, confidence, validFrom, validTo, actor, pack } = label;
  const known = actor === undefined ? undefined : actorName(actor);
  return [
    `${forTerminal(entity)} [${forTerminal(category)}]`,
    ...(role === undefined ? [] : [forTerminal(role)]),
    `tier ${tier ?? 'not stated'}`,
    date === undefined ? 'no date' : `since ${timeText(date)}`,
    confidence === undefined ? 'no confidence' : `confidence ${confidence}`,
    ...(validFrom === undefined ? [] : [`holds from ${timeText(validFrom)}`]),
    ...(validTo === undefined ? [] : [`holds to ${timeText(validTo)}`]),
    ...(actor === undefined
      ? []
      : [`actor ${forTerminal(actor)}${known === undefined ? '' : ` (${forTerminal(known)})`}`]),
    ...(label.clusterDefiner === true ? ['said of its whole cluster'] : []),
    `says ${whoSays(label)}`,
    `in ${forTerminal(pack)}`,
  ].join('; ');
}
