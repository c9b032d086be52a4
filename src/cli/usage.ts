// From flag texts to values; a wrong one is a usage error that names the flag, what it got and what it takes.
import { KnownError } from '../model/errors.ts';
import { unixTime } from '../model/time.ts';
import { type ConventionName, conventionNames } from '../trace/conventions/convention.ts';

export function badFlag(flag: string, got: string, takes: string): KnownError {
  return new KnownError('bad-option', `${flag} does not take ${JSON.stringify(got)}.`, {
    facts: [`it takes ${takes}`],
    hint: 'See trace --help.',
    exit: 2,
  });
}

export function noSeed(hint: string): KnownError {
  return new KnownError('no-seed', 'There is nothing to trace.', { hint, exit: 2 });
}

export function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw badFlag(flag, text, `a whole number from ${least}`);
  return value;
}

/** Unix seconds of a date, a time (no zone = UTC) or a number of seconds; a year alone (2022) is none of these. */
export function seconds(flag: string, text: string, ofDate: 'its-start' | 'its-end'): number {
  const found = /^\d{1,8}$/.test(text) ? undefined : unixTime(text);
  if (found === undefined)
    throw badFlag(flag, text, 'a date (2022-03-01), a time (2022-03-01T12:00Z) or unix seconds');
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text.trim());
  return isDate && ofDate === 'its-end' ? found + SECONDS_A_DAY - 1 : found;
}

const SECONDS_A_DAY = 86_400;

export function conventionList(text: string): ConventionName[] {
  if (text === 'all') return [...conventionNames];
  const names = text.split(',').map((word) => word.trim());
  for (const name of names)
    if (!(conventionNames as readonly string[]).includes(name))
      throw badFlag('--convention', name, `${conventionNames.join(', ')} or all`);
  return [...new Set(names)] as ConventionName[];
}
