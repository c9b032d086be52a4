// Where two results as JSON differ: all places, not only the first. Things in lists are known by what names them (a
// seed, an address, a reason), so that one more of them is one difference and not a shift of all that follow.

/** A place in a result: fields, and of a list what names the thing in it. */
export type Step = string | { readonly named: string };

export interface Difference {
  readonly at: readonly Step[];
  /** undefined: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export function differencesOf(before: unknown, after: unknown, at: readonly Step[] = []): Difference[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, at);
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differencesOf(own(before, key), own(after, key), [...at, key]),
    );
  return [{ at, before, after }];
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(of: Fields, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

function ofLists(before: readonly unknown[], after: readonly unknown[], at: readonly Step[]): Difference[] {
  if ([...before, ...after].every((item) => typeof item === 'string')) return ofTexts(before, after, at);
  const [left, right] = [namesIn(before), namesIn(after)];
  if (left === undefined || right === undefined) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differencesOf(before[index], after[index], [...at, { named: String(index) }]),
    );
  }
  const old = new Map(left.map((name, index) => [name, before[index]]));
  const young = new Map(right.map((name, index) => [name, after[index]]));
  const found = [...new Set([...left, ...right])].flatMap((named) =>
    differencesOf(old.get(named), young.get(named), [...at, { named }]),
  );
  // The same things in another order are another result: order is by amount.
  const was = left.filter((name) => young.has(name));
  const is = right.filter((name) => old.has(name));
  return was.every((name, index) => name === is[index])
    ? found
    : [...found, { at: [...at, 'order'], before: was, after: is }];
}

function ofTexts(before: readonly unknown[], after: readonly unknown[], at: readonly Step[]): Difference[] {
  const gone = before.filter((text) => !after.includes(text));
  const fresh = after.filter((text) => !before.includes(text));
  if (gone.length === 1 && fresh.length === 1) return [{ at, before: gone[0], after: fresh[0] }];
  if (gone.length + fresh.length > 0)
    return [
      ...gone.map((text) => ({ at, before: text, after: undefined })),
      ...fresh.map((text) => ({ at, before: undefined, after: text })),
    ];
  return before.length === after.length && before.every((text, index) => text === after[index])
    ? []
    : [{ at, before, after }];
}

/** Fields that say which thing it is, not what is said of it. */
const NAMING = [
  'line',
  'name',
  'entity',
  'id',
  'seed',
  'kind',
  'code',
  'reason',
  'chain',
  'address',
  'script',
  'coin',
  'tx',
  'from',
  'to',
  'asset',
  'convention',
  'why',
  'pack',
  'crossing',
] as const;

/** undefined: they are not all things with names of their own. */
function namesIn(list: readonly unknown[]): string[] | undefined {
  const names = list.map((item) => {
    if (!isRecord(item)) return '';
    const words = NAMING.map((field) => own(item, field)).filter((value) => typeof value === 'string');
    return [...words, ...hopsOf(item)].join(' ');
  });
  return names.includes('') || new Set(names).size !== names.length ? undefined : names;
}

/** A path is named by the transactions of its hops. */
function hopsOf(item: Fields): string[] {
  const hops = own(item, 'hops');
  return Array.isArray(hops)
    ? hops.flatMap((hop) =>
        isRecord(hop) && typeof own(hop, 'tx') === 'string' ? [String(own(hop, 'tx'))] : [],
      )
    : [];
}
