// What a measurement of `npm run bench:attribution` gives, and the words in which counts are told.

/** Lines of Markdown, the same on every machine; undefined: its data is not here. */
export type Measurement = () => Promise<readonly string[] | undefined>;

/** Of cases whose truth is known: how many there are, and how many of them the program says it of. */
export interface Counted {
  readonly what: string;
  readonly positives: number;
  readonly found: number;
  readonly negatives: number;
  readonly falselyFound: number;
}

/** `of`: what is counted. */
export function countedTable(of: string, rows: readonly Counted[]): string[] {
  return [
    `| ${of} | are one | found | are none | taken for one | precision | recall |`,
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ what, positives, found, negatives, falselyFound }) =>
        `| ${what} | ${positives} | ${found} | ${negatives} | ${falselyFound} | ${share(found, found + falselyFound)} | ${share(found, positives)} |`,
    ),
  ];
}

/** Per cent, rounded down to a tenth: nothing is called perfect that is not. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const tenths = Math.floor((part * 1000) / whole);
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}

export function inAll(what: string, some: readonly Counted[]): Counted {
  return some.reduce(
    (all, { positives, found, negatives, falselyFound }) => ({
      what,
      positives: all.positives + positives,
      found: all.found + found,
      negatives: all.negatives + negatives,
      falselyFound: all.falselyFound + falselyFound,
    }),
    { what, positives: 0, found: 0, negatives: 0, falselyFound: 0 },
  );
}
