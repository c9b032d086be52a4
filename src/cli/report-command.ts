// `trace report <result.json>`: a result that was written before, in any form. Asks nobody and reckons nothing again.

import { KnownError } from '../model/errors.ts';
import { answersOf, headOf, lacksFlows } from '../report/again/answers.ts';
import { readResult } from '../report/again/read-result.ts';
import { isRun } from '../report/answer.ts';
import { formats } from '../report/formats.ts';
import type { Given } from './flags.ts';
import { readBytes } from './input-file.ts';
import { asksSensitivity, checkOutput, emit, formatOf, rendered } from './output.ts';
import { textOf } from './too-long.ts';
import type { World } from './world.ts';

/** `-`: standard input. */
export async function runReport(file: string, given: Given, world: World): Promise<0> {
  await checkOutput(given);
  const text = file === '-' ? await world.read() : textOf(await readBytes(file, 'trace report'), file);
  const result = readResult(text, file);
  const answers = answersOf(result);
  const format = formatOf(given);
  if (formats[format].flows === 'needed' && lacksFlows(answers))
    throw new KnownError('result-lacks-flows', `${format} shows single transfers, and the result has none.`, {
      facts: [`file: ${file}`],
      hint: 'Write the result again with --flows: trace … --json --flows -o FILE.',
    });
  await emit(await rendered(answers, headOf(result), given, world), given, world);
  const isSilent = answers.some(
    (answer) =>
      isRun(answer) && answer.findings.entities.length > 0 && answer.findings.sensitivity === undefined,
  );
  if (isSilent && asksSensitivity(given) && given.quiet !== true)
    world.err('trace: the result was written without --sensitivity, and this report lacks that section\n');
  return 0;
}
