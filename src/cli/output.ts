// Where a result goes: stdout, or a file.
import { isSourceGap } from '../model/gap.ts';
import { type Answer, gapsOf } from '../report/answer.ts';
import { type FormatName, formats } from '../report/formats.ts';
import type { ReportHead } from '../report/json.ts';
import type { TextStyle } from '../report/text/style.ts';
import { checkAudit } from './audit-file.ts';
import type { Given } from './flags.ts';
import { withinLength } from './too-long.ts';
import { badFlag } from './usage.ts';
import { checkFile, writeWhole } from './whole-file.ts';
import type { World } from './world.ts';

export function formatOf(given: Given): FormatName {
  if (given.json === true && given.format !== undefined && given.format !== 'json')
    throw badFlag('--format', given.format, 'json, where --json is given too');
  return given.json === true ? 'json' : (given.format ?? 'text');
}

/** Whether the run must keep what each transfer carries. */
export function flowsOf(given: Given): 'asked' | 'left' {
  return given.flows === true || formats[formatOf(given)].flows !== 'unused' ? 'asked' : 'left';
}

/** A text report always says it. */
export function asksSensitivity(given: Given): boolean {
  return given.sensitivity === true || formatOf(given) === 'text';
}

export async function rendered(
  answers: readonly Answer[],
  head: ReportHead,
  given: Given,
  world: World,
): Promise<string | Uint8Array> {
  return withinLength(() => formats[formatOf(given)].render(answers, head, () => textStyle(given, world)));
}

export async function textStyle(given: Pick<Given, 'output' | 'color'>, world: World): Promise<TextStyle> {
  const { Chalk } = await import('chalk');
  const toTerminal = world.outIsTerminal && given.output === undefined;
  const coloured = toTerminal && given.color !== false && !world.env.NO_COLOR;
  return {
    chalk: new Chalk({ level: coloured ? 1 : 0 }),
    addresses: toTerminal ? 'short' : 'full',
    columns: toTerminal ? world.columns : undefined,
  };
}

/** Before anything is asked: a result that cannot be delivered is not worth minutes of asking. */
export async function checkOutput(given: Given): Promise<void> {
  const format = formatOf(given);
  const { output } = given;
  if (output !== undefined) await checkFile(output);
  else if (formats[format].binary === true)
    throw badFlag('--format', format, `with -o FILE: ${format} is no text`);
  await checkAudit(given);
}

/** A text of any size may come in pieces. */
export async function emit(
  text: string | Uint8Array | Iterable<string>,
  given: Pick<Given, 'output'>,
  world: World,
): Promise<void> {
  if (given.output === undefined) {
    const pieces = typeof text === 'string' || text instanceof Uint8Array ? [String(text)] : text;
    for (const piece of pieces) world.out(piece);
    return;
  }
  await writeWhole(given.output, text);
}

/** 3: a source failed for good somewhere. */
export function exitOf(answers: readonly Answer[]): 0 | 3 {
  return answers.some((answer) => gapsOf(answer).some(isSourceGap)) ? 3 : 0;
}
