// From flag texts to values; a wrong one is a usage error that names the flag, what it got and what it takes.
import { KnownError } from '../model/errors.ts';
import { type ConventionName, conventionNames } from '../trace/conventions/convention.ts';

export function badFlag(flag: string, got: string, takes: string): KnownError {
  return new KnownError('bad-option', `${flag} does not take ${JSON.stringify(got)}.`, {
    facts: [`it takes ${takes}`],
    hint: 'See trace --help.',
    exit: 2,
  });
}

export function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw badFlag(flag, text, `a whole number from ${least}`);
  return value;
}

/** Unix seconds of a date, a date with time (no zone = UTC) or a number of seconds. */
export function seconds(flag: string, text: string): number {
  if (/^\d{9,11}$/.test(text)) return Number(text);
  const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const ms = form === null ? Number.NaN : Date.parse(`${form[1]}T${form[2] ?? '00:00'}${form[3] ?? 'Z'}`);
  if (Number.isNaN(ms))
    throw badFlag(flag, text, 'a date (2022-03-01), a time (2022-03-01T12:00Z) or unix seconds');
  return Math.floor(ms / 1000);
}

export function conventionList(text: string): ConventionName[] {
  if (text === 'all') return [...conventionNames];
  const names = text.split(',').map((word) => word.trim());
  for (const name of names)
    if (!(conventionNames as readonly string[]).includes(name))
      throw badFlag('--convention', name, `${conventionNames.join(', ')} or all`);
  return [...new Set(names)] as ConventionName[];
}
