// Why an entry of an audit has the tainted part that it has, in sentences that can be checked with a pencil. Amounts are
// written by the caller's hand: base units in a table, decimals for people.
import type { Account, AuditEvent, Entry, Step } from '../../trace/audit/account.ts';
import type { Audit } from '../../trace/audit/audit.ts';
import { type Parts, partsOf, type Segment, total } from '../../trace/audit/paper.ts';
import { CLEAN } from '../../trace/lots.ts';

export interface Hand {
  /** An amount in this asset (its number), without its symbol. */
  readonly amount: (asset: number, units: bigint) => string;
  readonly symbol: (asset: number) => string;
}

type Taken = Step & { readonly is: 'taken' };

const PLAIN: Readonly<Partial<Record<AuditEvent, string>>> = {
  shortage:
    'It pays more than its recorded history gave it: the missing part is booked as clean, and older than all else.',
  unexplored:
    'This wallet was not explored: what it pays beyond what came in in this transaction carries nothing.',
  injection: 'What leaves a seed carries its name, whatever the wallet held.',
  'before-since': 'Before --since: it carries nothing.',
  self: 'Paid to itself: nothing moves.',
  'after-until': 'Later than --until: the taint is followed no further, the units are here as clean ones.',
  excluded:
    'Left out, by a decision of an analyst or as spam: the taint stops, the units are here as clean ones.',
  absorbed: 'Absorbed at a service; nothing is laid in a pool.',
  returned: 'Came back to the seed, and ends here.',
  'reached-seed': 'Reached another seed, and ends here.',
  spent: 'The coin carries on what it was created with.',
  'converted-out': 'Given in a crossing: it ends in this asset and goes on in the other.',
  'not-followed':
    'The place was not explored: this is left when the transaction is over, and is not followed.',
  fee: 'Paid as a fee.',
  burnt: 'Burnt.',
};

const IN_LINES: Readonly<Partial<Record<AuditEvent, string>>> = {
  ...PLAIN,
  'after-until': 'Moved later than --until.',
  excluded: 'Left out, by a decision of an analyst or as spam.',
  claim: "This front of the payment is the seed's.",
  held: 'Lies there as of the run.',
  'not-followed': 'Followed no further, for the reason in the name of the line.',
};

const UNTOLD_COIN = 'Who spent this coin was not asked, or could not be told.';

export function why(audit: Audit, account: Account, entry: Entry, hand: Hand): string {
  const { kind } = account;
  if (kind === 'line') return IN_LINES[entry.event] ?? '';
  const steps = entry.steps.map((step) => sentence(audit, account, step, hand)).filter((text) => text !== '');
  if (entry.event === 'passed-on' && kind === 'wallet') steps.push('The pool is not touched.');
  const plain =
    kind === 'coin' && entry.event === 'not-followed'
      ? UNTOLD_COIN
      : entry.event === 'fee'
        ? undefined
        : PLAIN[entry.event];
  return [...(plain === undefined ? [] : [plain]), ...steps].join(' ');
}

function sentence(audit: Audit, account: Account, step: Step, hand: Hand): string {
  const { asset } = account;
  const say = (units: bigint): string => hand.amount(asset, units);
  switch (step.is) {
    case 'taken': {
      const from =
        step.from !== 'pool'
          ? `From what came earlier in this same transaction (no. ${step.from}): `
          : account.kind === 'transaction'
            ? 'From the inputs: '
            : 'From the pool: ';
      return `${from}${takenBy(audit, account, step, say)}.`;
    }
    case 'arrived':
      if (partsOf(step.segments).size === 0) return 'Nothing tainted came with it.';
      return `Came as ${listed(audit, step.segments, say)}${isOrdered(audit) && step.segments.length > 1 ? ', in this order' : ''}.`;
    case 'claimed': {
      const displaced =
        step.displaced.size === 0
          ? ''
          : ` What was tainted in that front reached this seed and ends: ${shares(audit, step.displaced, say)}.`;
      return `${capital(seedName(audit, step.seed))} claims the first ${say(step.amount)} of it.${displaced}`;
    }
    default: {
      const { x, t, y, total: all, amount, part, gave, got } = step;
      const rate = `${hand.amount(gave, t)} × ${hand.amount(got, y)} ÷ ${hand.amount(gave, x)}`;
      const mine =
        amount === y
          ? ''
          : `; by the amounts of the received transfers, ${hand.amount(got, part)} of these came with this one of ${hand.amount(got, amount)}`;
      return `Received in a crossing: of ${hand.amount(gave, x)} ${hand.symbol(gave)} given ${hand.amount(gave, t)} were tainted, so ${rate}${rounded(t * y, x)} = ${hand.amount(got, all)} of the ${hand.amount(got, y)} ${hand.symbol(got)} received are${mine}.`;
    }
  }
}

function isOrdered({ convention }: Audit): boolean {
  return convention === 'fifo' || convention === 'lifo';
}

function rounded(product: bigint, divisor: bigint): string {
  return divisor !== 0n && product % divisor !== 0n ? ', to the nearest unit' : '';
}

/** Which of the units that lay there were taken: the rule with its numbers. */
function takenBy(audit: Audit, account: Account, step: Taken, say: (units: bigint) => string): string {
  const { amount, balance, tainted, taken, from } = step;
  if (tainted === 0n && !isOrdered(audit)) return 'nothing is tainted there';
  const parts = partsOf(taken);
  const part = total(parts);
  const bySeed =
    parts.size > 1
      ? `, over the seeds in proportion to what each has there: ${shares(audit, parts, say)}`
      : '';
  if (amount === balance && isOrdered(audit)) return `all that is there, ${listed(audit, taken, say)}`;
  if (amount === balance) return `all ${say(balance)} that are there, ${say(part)} of them tainted${bySeed}`;
  switch (audit.convention) {
    case 'fifo':
      return `first in, first out, ${listed(audit, taken, say)}`;
    case 'lifo':
      return `${from === 'pool' ? 'last in, first out' : 'first in, first out'}, ${listed(audit, taken, say)}`;
    case 'haircut': {
      const rate = `${say(tainted)} × ${say(amount)} ÷ ${say(balance)}`;
      const note =
        account.kind === 'transaction' && (tainted * amount) % balance !== 0n
          ? ', rounded down, the units left over to the largest remainders'
          : rounded(tainted * amount, balance);
      return `in proportion, ${say(tainted)} of ${say(balance)} are tainted: ${rate}${note} = ${say(part)}${bySeed}`;
    }
    case 'libr': {
      const clean = balance - tainted;
      return part === 0n
        ? `clean first, ${say(clean)} clean units are there, enough for ${say(amount)}`
        : `clean first, ${say(amount)} − ${say(clean)} clean = ${say(part)}${bySeed}`;
    }
    default:
      return `tainted first${audit.convention === 'tiho' && account.kind === 'transaction' ? ', the largest output first' : ''}, the smaller of ${say(amount)} and ${say(tainted)} tainted = ${say(part)}${bySeed}`;
  }
}

function seedName({ seeds }: Audit, rank: number): string {
  return seeds.length === 1 ? 'the seed' : `seed ${rank + 1}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function shares(audit: Audit, parts: Parts, say: (units: bigint) => string): string {
  return [...parts]
    .sort(([a], [b]) => a - b)
    .map(([seed, amount]) => `${say(amount)} of ${seedName(audit, seed)}`)
    .join(', ');
}

/** More lots than this are told in runs of one kind, each with its first and last entry and its sum. */
const LOTS = 40;
/** More runs than this are told as one sum for each kind, and how many they are: a cell holds only so much. */
const RUNS = 200;

interface Run {
  amount: bigint;
  readonly seed: number;
  readonly first: number;
  last: number;
}

/** Segments as runs; `joins`: whether the next belongs to a run that is there. */
function runsOf(segments: readonly Segment[], joins: (run: Run, next: Segment) => boolean): Run[] {
  const runs: Run[] = [];
  for (const next of segments) {
    const run = runs[runs.length - 1];
    if (run === undefined || !joins(run, next))
      runs.push({ amount: next.amount, seed: next.seed, first: next.entry, last: next.entry });
    else {
      run.amount += next.amount;
      run.last = next.entry;
    }
  }
  return runs;
}

function listed(audit: Audit, segments: readonly Segment[], say: (units: bigint) => string): string {
  const isOne = (run: Run, { seed, entry }: Segment): boolean =>
    run.seed === seed && (run.last === entry || segments.length > LOTS);
  const runs = runsOf(segments, isOne);
  if (runs.length <= RUNS) return runs.map((run) => runText(audit, run, say)).join(', ');
  const seeds = [...new Set(segments.map(({ seed }) => seed))].sort((a, b) => a - b);
  const sums = seeds.flatMap((seed) =>
    runsOf(
      segments.filter((each) => each.seed === seed),
      () => true,
    ),
  );
  return `${sums.map((sum) => runText(audit, sum, say)).join(', ')}, in ${runs.length} runs, one kind after the other by turns`;
}

function runText(audit: Audit, { amount, seed, first, last }: Run, say: (units: bigint) => string): string {
  const whose =
    seed === CLEAN ? 'clean' : audit.seeds.length === 1 ? 'tainted' : `of ${seedName(audit, seed)}`;
  const nos = first === 0 ? '' : first === last ? ` (no. ${first})` : ` (nos. ${first} to ${last})`;
  return `${say(amount)} ${whose}${nos}`;
}
