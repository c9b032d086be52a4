// A reader with a pencil: adds up a written audit (CSV) by the columns that docs/method.md describes, and says what does
// not agree. Shares no code with src and knows nothing of the program but those columns.

export const columns =
  'run,convention,kind,account,chain,asset,symbol,decimals,seed,no,event,time,height,tx,transfer,party,label,balance_before,amount_in,amount_out,balance_after,tainted_before,tainted_in,tainted_out,tainted_after,ends_as,chain_balance,difference,rule,synthetic';

export type AuditRow = Readonly<Record<string, string>>;

/** RFC 4180. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

export function readAudit(text: string): AuditRow[] {
  const [head = [], ...rows] = cellsOf(text);
  if (head.join() !== columns) throw new Error(`columns: ${head.join()}`);
  return rows.map((cells) => {
    if (cells.length !== head.length) throw new Error(`a row of ${cells.length} cells: ${cells.join()}`);
    return Object.fromEntries(head.map((name, index) => [name, cells[index] as string]));
  });
}

function grouped(rows: readonly AuditRow[], ...by: readonly string[]): Map<string, AuditRow[]> {
  const groups = new Map<string, AuditRow[]>();
  for (const row of rows) {
    const key = by.map((name) => row[name]).join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

const units = (row: AuditRow, column: string): bigint => BigInt(row[column] as string);

const ACCOUNT = ['run', 'convention', 'kind', 'chain', 'account', 'asset'] as const;

/** Everything that does not add up, in words; empty for a sound audit. */
export function faultsOf(rows: readonly AuditRow[]): string[] {
  const body = rows.filter(({ kind }) => kind !== 'head' && kind !== 'gap');
  const faults: string[] = [];
  for (const [key, group] of grouped(body, ...ACCOUNT, 'seed')) faults.push(...chained(key, group));
  for (const [key, group] of grouped(body, ...ACCOUNT, 'no')) faults.push(...seedsTogether(key, group));
  for (const [key, group] of grouped(body, 'run', 'convention')) {
    faults.push(...passedOn(key, group), ...heldThere(key, group), ...stated(key, group));
  }
  for (const row of body) faults.push(...ruled(row));
  for (const [key, group] of grouped(body, ...ACCOUNT)) {
    const together = group.filter(({ seed }) => seed === 'all');
    faults.push(...lotsTaken(key, together.length > 0 ? together : group));
  }
  return faults;
}

/** Within an account: before + in − out = after, and what is after stands before the next. */
function chained(key: string, rows: readonly AuditRow[]): string[] {
  const faults: string[] = [];
  const first = rows[0] as AuditRow;
  const bare = first.kind === 'line' || first.kind === 'statement';
  const sums = bare
    ? [['tainted', 'tainted']]
    : [
        ['balance', 'amount'],
        ['tainted', 'tainted'],
      ];
  for (const [of, flow] of sums) {
    let before = 0n;
    for (const [index, row] of rows.entries()) {
      const at = `${key} no. ${row.no} ${of}`;
      if (row.no !== String(index + 1)) faults.push(`${at}: expected no. ${index + 1}`);
      if (units(row, `${of}_before`) !== before)
        faults.push(`${at}: before is not the after of the row above`);
      const after = units(row, `${of}_before`) + units(row, `${flow}_in`) - units(row, `${flow}_out`);
      if (units(row, `${of}_after`) !== after) faults.push(`${at}: before + in − out is not after`);
      before = units(row, `${of}_after`);
      if (before < 0n || units(row, `${flow}_in`) < 0n || units(row, `${flow}_out`) < 0n)
        faults.push(`${at}: below zero`);
      if (!bare && units(row, 'tainted_after') > units(row, 'balance_after'))
        faults.push(`${at}: more tainted than there is`);
    }
    const closes = first.kind === 'transaction' || first.kind === 'passage' || first.kind === 'statement';
    if (closes && before !== 0n) faults.push(`${key} ${of}: does not close at 0 but at ${before}`);
  }
  return faults;
}

/** Of several seeds: their rows of an entry add up to the row of all. */
function seedsTogether(key: string, rows: readonly AuditRow[]): string[] {
  const all = rows.find(({ seed }) => seed === 'all');
  if (all === undefined) return [];
  return ['tainted_before', 'tainted_in', 'tainted_out', 'tainted_after']
    .filter((column) => {
      const parts = rows
        .filter(({ seed }) => seed !== 'all')
        .reduce((sum, row) => sum + units(row, column), 0n);
      return parts !== units(all, column);
    })
    .map((column) => `${key} ${column}: the seeds do not add up to all`);
}

const SOURCES = new Set(['injected', 'converted-in']);

/** What a transfer takes out of one account it brings into another, or into a line: per seed. */
function passedOn(key: string, rows: readonly AuditRow[]): string[] {
  const left = new Map<string, bigint>();
  for (const row of rows) {
    if (row.transfer === '' || row.seed === 'all' || row.kind === 'statement') continue;
    if (row.kind === 'line' && row.account === 'held') continue;
    const [came, went] = [units(row, 'tainted_in'), units(row, 'tainted_out')];
    // A seed's own account: what leaves begins there, what arrives ends there; its lines say so.
    if (came > 0n && went > 0n) continue;
    const sign = row.kind === 'line' && SOURCES.has(row.account as string) ? -1n : 1n;
    const name = `${row.chain}|${row.transfer}|${row.seed}`;
    left.set(name, (left.get(name) ?? 0n) + sign * came - went);
  }
  return [...left]
    .filter(([, sum]) => sum !== 0n)
    .map(([name, sum]) => `${key} transfer ${name}: ${sum} do not balance`);
}

/** The line `held` is what lies tainted in wallets and coins at the end. */
function heldThere(key: string, rows: readonly AuditRow[]): string[] {
  const sums = new Map<string, bigint>();
  const add = (row: AuditRow, amount: bigint) => {
    const name = `${row.seed}|${row.asset}`;
    sums.set(name, (sums.get(name) ?? 0n) + amount);
  };
  const one = rows.filter(({ seed }) => seed !== 'all');
  for (const group of grouped(
    one.filter(({ kind }) => kind === 'wallet' || kind === 'coin'),
    ...ACCOUNT,
    'seed',
  ).values())
    add(group.at(-1) as AuditRow, units(group.at(-1) as AuditRow, 'tainted_after'));
  for (const row of one)
    if (row.kind === 'line' && row.account === 'held') add(row, -units(row, 'tainted_in'));
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([name, sum]) => `${key} held ${name}: differs by ${sum}`);
}

/** Each line of a statement is the sum of the account of that name, and no account is without a line. */
function stated(key: string, rows: readonly AuditRow[]): string[] {
  const nameOf = (row: AuditRow, line: string | undefined) => `${row.seed}|${row.asset}|${line}`;
  const sums = new Map<string, bigint>();
  for (const row of rows)
    if (row.kind === 'line')
      sums.set(
        nameOf(row, row.account),
        (sums.get(nameOf(row, row.account)) ?? 0n) + units(row, 'tainted_in'),
      );
  const faults: string[] = [];
  for (const row of rows) {
    if (row.kind === 'wallet' && row.difference !== '' && row.event === 'closing')
      if (units(row, 'chain_balance') - units(row, 'balance_after') !== units(row, 'difference'))
        faults.push(`${key} ${row.account}: the difference is not chain less closing balance`);
    if (row.kind !== 'statement' || row.event === 'closing') continue;
    const amount = SOURCES.has(row.event as string) ? units(row, 'tainted_in') : units(row, 'tainted_out');
    const name = nameOf(row, row.event);
    if ((sums.get(name) ?? 0n) !== amount)
      faults.push(`${key} statement ${name}: ${amount}, its account ${sums.get(name)}`);
    sums.delete(name);
  }
  for (const name of sums.keys()) faults.push(`${key} ${name}: an account that no statement has`);
  return faults;
}

/** What the rule says in numbers is right, and is what the row has. Of a row of several seeds together or of one. */
function ruled(row: AuditRow): string[] {
  const faults: string[] = [];
  const fault = (why: string) =>
    faults.push(`${row.kind} ${row.account} no. ${row.no} (${row.seed}): ${why}: ${row.rule}`);
  const rule = row.rule as string;
  let tainted = 0n;
  let sums = 0;
  for (const [, a, b, c, note, d] of rule.matchAll(/(\d+) × (\d+) ÷ (\d+)([^=]*) = (\d+)/g)) {
    const [x, y, z, result] = [a, b, c, d].map((text) => BigInt(text as string)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    const down = (x * y) / z;
    const rest = x * y - down * z;
    const exact = note === '' ? rest === 0n : true;
    const isNearest = !note?.includes('nearest') || result === (2n * rest >= z ? down + 1n : down);
    if (!exact || !isNearest || result < down || result > down + 1n) fault('wrong share');
  }
  for (const [, a, b, d] of rule.matchAll(/the smaller of (\d+) and (\d+) tainted = (\d+)/g)) {
    const [x, y] = [BigInt(a as string), BigInt(b as string)];
    if (BigInt(d as string) !== (x < y ? x : y)) fault('wrong choice');
  }
  for (const [, a, b, d] of rule.matchAll(/(\d+) − (\d+) clean = (\d+)/g))
    if (BigInt(a as string) - BigInt(b as string) !== BigInt(d as string)) fault('wrong difference');
  // What was taken, in all the parts that the rule tells of.
  for (const chunk of rule.split(/(?=From )/)) {
    if (!chunk.startsWith('From ')) continue;
    sums += 1;
    const text = chunk.split(/(?:Seed \d+|The seed) claims/)[0] as string;
    if (/first in|last in|all that is there/.test(text)) {
      const lots = text.matchAll(/(\d+) (clean|tainted|of seed \d+)(?= \(no|[,.])/g);
      for (const [, amount, what] of lots) tainted += what === 'clean' ? 0n : BigInt(amount as string);
      continue;
    }
    const part =
      /tainted: \d+ × \d+ ÷ \d+[^=]* = (\d+)/.exec(text) ??
      /tainted = (\d+)/.exec(text) ??
      /clean = (\d+)/.exec(text) ??
      /there, (\d+) of them tainted/.exec(text);
    tainted += BigInt(part?.[1] ?? '0');
  }
  if (sums > 0 && tainted !== units(row, 'tainted_out')) fault('the rule gives another tainted part');
  return faults;
}

/**
 * Under fifo and lifo a payment names the entries by which its units came: no unit leaves twice, and the pool pays its
 * oldest, or newest, first. Where something was passed on in a transaction only the first is looked at.
 */
function lotsTaken(key: string, rows: readonly AuditRow[]): string[] {
  const first = rows[0] as AuditRow;
  const isFifo = first.convention === 'fifo';
  if ((!isFifo && first.convention !== 'lifo') || first.kind === 'line' || first.kind === 'statement')
    return [];
  const isPlain = rows.every(({ event = '' }) => !/passed-on|shortage|unexplored/.test(event));
  const faults: string[] = [];
  /** By number of entry: what is left of it, clean or whose. */
  const left = new Map<number, Map<string, bigint>>();
  const txOf = new Map<number, string | undefined>();
  for (const row of rows) {
    const no = Number(row.no);
    txOf.set(no, row.tx);
    const brought = units(row, 'amount_in');
    if (brought > 0n) left.set(no, broughtBy(row));
    for (const [, amount, what = '', from, to = from] of (row.rule as string).matchAll(
      /(\d+) (clean|tainted|of seed \d+) \(nos?\. (\d+)(?: to (\d+))?\)/g,
    )) {
      // A run of lots, told as one: each of its entries in turn, for all that is left of it.
      let wanted = BigInt(amount as string);
      const step = Number(to) < Number(from) ? -1 : 1;
      for (let each = Number(from); each !== Number(to) + step && wanted > 0n; each += step) {
        const lots = left.get(each);
        const there = lots?.get(what) ?? 0n;
        const taken = there < wanted ? there : wanted;
        wanted -= taken;
        if (taken === there) lots?.delete(what);
        else lots?.set(what, there - taken);
      }
      if (wanted > 0n) faults.push(`${key} no. ${no}: takes more of no. ${from} than it brought`);
      const waiting = [...left].filter(
        ([each, parts]) => parts.size > 0 && (first.kind === 'transaction' || txOf.get(each) !== row.tx),
      );
      const others = waiting.map(([each]) => each).filter((each) => each !== Number(to));
      const skipped = others.some((each) => (isFifo ? each < Number(to) : each > Number(to)));
      if (isPlain && skipped) faults.push(`${key} no. ${no}: no. ${from} was not the next`);
    }
  }
  return faults;
}

/** `Came as 10 clean, 5 of seed 1`; what came without such words is clean. */
function broughtBy(row: AuditRow): Map<string, bigint> {
  const lots = new Map<string, bigint>();
  const came = /Came as ([^.]*)\./.exec(row.rule as string)?.[1] ?? '';
  for (const [, amount, what = ''] of came.matchAll(/(\d+) (clean|tainted|of seed \d+)/g))
    lots.set(what, (lots.get(what) ?? 0n) + BigInt(amount as string));
  if (lots.size === 0) lots.set('clean', units(row, 'amount_in'));
  return lots;
}
