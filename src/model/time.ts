// Moments as people and files write them, read as unix seconds. No clock: nothing here knows what time it is.

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?: ?(Z|UTC|GMT|([+-])(\d\d):?(\d\d)))?$/i;

/** Above this, digits alone are taken for milliseconds by most writers (as seconds it would be the year 5138). */
const MOST_SECONDS = 100_000_000_000;

/** Digits that are more likely milliseconds than seconds: refused, never converted by guess. */
export function looksLikeMilliseconds(text: string): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) > MOST_SECONDS;
}

/**
 * Unix seconds of `1690000000`, `2024-08-02`, `2024-08-02 00:24:23` or `2024-08-02T00:24:23+02:00`; without a zone UTC,
 * without a time midnight; fractions of a second are dropped. undefined: none of these, no such day, milliseconds.
 */
export function unixTime(text: string): number | undefined {
  const word = text.trim();
  if (/^\d+$/.test(word)) return looksLikeMilliseconds(word) ? undefined : Number(word);
  const match = ISO.exec(word);
  if (!match) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4] ?? 0);
  const minute = Number(match[5] ?? 0);
  const second = Number(match[6] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC turns 30 February into 1 March: such a text is a mistake, not a day.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCFullYear() !== year)
    return undefined;
  const ahead = match[8] === undefined ? 0 : Number(match[9]) * 3600 + Number(match[10]) * 60;
  const seconds = date.getTime() / 1000 - (match[8] === '-' ? -ahead : ahead);
  return seconds < 0 ? undefined : seconds;
}
