// The one form of a name (ENSIP-15), and what makes it look like another.
import { ensNormalize } from 'ethers';
import { KnownError } from '../../../model/errors.ts';
import { excerpt } from '../../source-failure.ts';

/** Throws KnownError `bad-name`: ENSIP-15 refuses mixed scripts and letters that pose as others. */
export function normalName(text: string): string {
  const name = normalOrNot(text);
  if (name !== undefined) return name;
  throw new KnownError('bad-name', `"${excerpt(text)}" is no valid name.`, {
    facts: ['ENSIP-15 refuses letters that pose as others, mixed scripts and characters that are not shown'],
    hint: 'Copy the name again from where it was published, or give the address.',
    exit: 2,
  });
}

export function normalOrNot(text: string): string | undefined {
  try {
    const name = ensNormalize(text);
    return name.split('.').includes('') ? undefined : name;
  } catch {
    return undefined;
  }
}

/** One line for each reason. A name without any may still be another than is meant. */
export function looksOf(name: string): string[] {
  const foreign = [...new Set([...name].filter((letter) => letter > '\u007f'))];
  const points = foreign.map(
    (letter) => `U+${(letter.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [
    ...(foreign.length === 0
      ? []
      : [`it has letters beyond a to z that may look like others: ${points.join(' ')}`]),
    ...(/[a-z][01]|[01][a-z]/.test(name) ? ['it has digits among letters: 0 and 1 look like o and l'] : []),
    ...(/rn|vv/.test(name) ? ['it has "rn" or "vv", which look like m and w'] : []),
  ];
}
