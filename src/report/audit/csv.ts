// An audit as one flat table: a row per entry and seed. Amounts are exact base units as text; docs/method.md says how the
// rows add up.
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import type { Gap } from '../../model/gap.ts';
import { placeKey } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';
import type { Account } from '../../trace/audit/account.ts';
import type { Audit } from '../../trace/audit/audit.ts';
import type { Findings, Statement } from '../../trace/findings.ts';
import { type AssetBook, assetBook, symbolOf, timeText } from '../amounts.ts';
import { stringify } from '../csv-text.ts';
import { forCell } from '../escape.ts';
import type { ReportHead, RunResult } from '../json.ts';
import { methodLines } from '../text/method.ts';
import { closingRow } from './closing.ts';
import {
  accountName,
  chainOf,
  endsOf,
  isSource,
  lineName,
  nameAt,
  ofSeed,
  type Running,
  running,
  seedsIn,
  transferOf,
} from './running.ts';
import { statementLines } from './statement-lines.ts';
import { type Hand, why } from './words.ts';

/** The same in all rows of an account. */
const HEADING = ['run', 'convention', 'kind', 'account', 'chain', 'asset', 'symbol', 'decimals'] as const;
const ENTRY = [
  'seed',
  'no',
  'event',
  'time',
  'height',
  'tx',
  'transfer',
  'party',
  'label',
  'balance_before',
  'amount_in',
  'amount_out',
  'balance_after',
  'tainted_before',
  'tainted_in',
  'tainted_out',
  'tainted_after',
  'ends_as',
  'chain_balance',
  'difference',
  'rule',
  'synthetic',
] as const;
export const AUDIT_COLUMNS = [...HEADING, ...ENTRY] as const;

type Heading = Partial<Record<(typeof HEADING)[number], string>>;
/** Before, in, out, after. */
type Sum = readonly [bigint, bigint, bigint, bigint];

interface Row {
  readonly seed?: string;
  readonly no: number;
  readonly event?: string;
  readonly transfer?: Transfer | undefined;
  readonly party?: ReturnType<typeof nameAt>;
  readonly balance?: Sum | undefined;
  readonly tainted?: Sum;
  readonly ends?: readonly string[] | undefined;
  readonly chain?: bigint | undefined;
  readonly difference?: bigint | undefined;
  readonly rule: string;
}

/** Written by us; a difference below zero is no formula. */
const NUMBER = /^-?\d+$/;

function cell(text: string): string {
  return text === '' || NUMBER.test(text) ? text : forCell(text);
}

const NO_SUM = ['', '', '', ''];

/** In the order of ENTRY. */
function cells(row: Row, synthetic: string): string[] {
  const { transfer, party, balance, tainted } = row;
  const at = transfer?.at;
  return [
    row.seed ?? '',
    String(row.no),
    row.event ?? '',
    at === undefined ? '' : timeText(at.time).replace(' ', 'T'),
    at === undefined ? '' : String(at.height),
    transfer?.txId ?? '',
    transfer?.id ?? '',
    party?.display ?? '',
    party?.entity ?? '',
    ...(balance?.map(String) ?? NO_SUM),
    ...(tainted?.map(String) ?? NO_SUM),
    row.ends?.join('; ') ?? '',
    row.chain?.toString() ?? '',
    row.difference?.toString() ?? '',
    row.rule,
    synthetic,
  ];
}

export function* auditCsv(runs: readonly RunResult[], head: ReportHead): Generator<string> {
  yield stringify([AUDIT_COLUMNS]);
  for (const { name, findings } of runs)
    for (const { heading, rows } of partsOf(findings, head)) {
      const same = HEADING.map((column) => cell({ run: name, ...heading }[column] ?? ''));
      for (const row of rows) yield stringify([[...same, ...cells(row, head.synthetic ?? '').map(cell)]]);
    }
}

interface Part {
  readonly heading: Heading;
  readonly rows: Iterable<Row>;
}

function* partsOf(findings: Findings, head: ReportHead): Generator<Part> {
  const lines = methodLines(findings, head);
  yield { heading: { kind: 'head' }, rows: lines.map((rule, index) => ({ no: index + 1, rule })) };
  for (const audit of findings.audits ?? []) {
    const table = tableOf(audit, findings.assets);
    for (const account of audit.accounts)
      yield {
        heading: {
          ...table.heading(audit.timeline.assets[account.asset] as AssetId),
          kind: account.kind,
          account: accountName(audit, account),
          chain: chainOf(audit, account) ?? '',
        },
        rows: accountRows(audit, account, table),
      };
    for (const row of audit.statement)
      yield {
        heading: { ...table.heading(row.asset), kind: 'statement', account: 'statement' },
        rows: statementRows(row),
      };
  }
  for (const [index, gap] of findings.gaps.entries()) yield gapPart(findings, gap, index + 1);
}

/** What the run could not see: where the figures rest on less than everything. */
function gapPart(
  { assets, names }: Findings,
  { code, chain, place, asset, amount, why: rule }: Gap,
  no: number,
): Part {
  const display = place === undefined ? '' : (names.get(placeKey(place)) ?? '');
  const of = asset === undefined ? {} : assetHeading(assetBook(assets), asset);
  return {
    heading: { ...of, kind: 'gap', account: code, chain },
    rows: [{ no, event: code, party: { display, entity: undefined }, difference: amount, rule }],
  };
}

function assetHeading(book: AssetBook, asset: AssetId): Heading {
  const decimals = book.get(asset)?.decimals?.toString() ?? '';
  return { asset, symbol: symbolOf(book, asset), decimals };
}

interface Table {
  readonly hand: Hand;
  readonly ends: ReturnType<typeof endsOf>;
  heading(asset: AssetId): Heading;
}

function tableOf(audit: Audit, infos: readonly AssetInfo[]): Table {
  const book = assetBook(infos);
  return {
    hand: {
      amount: (_asset, units) => units.toString(),
      symbol: (asset) => symbolOf(book, audit.timeline.assets[asset] as AssetId),
    },
    ends: endsOf(audit),
    heading: (asset) => ({ convention: audit.convention, ...assetHeading(book, asset) }),
  };
}

function* accountRows(audit: Audit, account: Account, table: Table): Generator<Row> {
  const isOne = audit.seeds.length === 1;
  // Of several seeds each entry tells first what they have together.
  const all: readonly (number | undefined)[] = isOne || account.kind === 'line' ? [] : [undefined];
  const seeds = [...all, ...(isOne ? [0] : seedsIn(account))];
  let last: Running | undefined;
  for (const each of running(account)) {
    for (const seed of seeds) yield entryRow(audit, account, each, seed, table);
    last = each;
  }
  if (account.kind !== 'wallet' || last === undefined) return;
  const { chain, difference, why: rule } = closingRow(audit, account);
  const no = last.no + 1;
  const unchanged = (units: bigint): Sum => [units, 0n, 0n, units];
  for (const seed of seeds) {
    const tainted = unchanged(ofSeed(last.tainted[1], seed));
    const balance = unchanged(last.balance[1]);
    yield { seed: seedId(audit, seed), no, event: 'closing', balance, tainted, chain, difference, rule };
  }
}

function entryRow(
  audit: Audit,
  account: Account,
  { no, entry, balance, tainted }: Running,
  seed: number | undefined,
  { hand, ends }: Table,
): Row {
  const isLine = account.kind === 'line';
  const isPart = seed !== undefined && audit.seeds.length > 1 && !isLine;
  return {
    seed: seedId(audit, seed),
    no,
    event: entry.event,
    transfer: transferOf(audit, entry.leg),
    party: nameAt(audit, entry.party),
    balance: isLine ? undefined : [balance[0], entry.in, entry.out, balance[1]],
    tainted: [
      ofSeed(tainted[0], seed),
      ofSeed(entry.taintIn, seed),
      ofSeed(entry.taintOut, seed),
      ofSeed(tainted[1], seed),
    ],
    ends: entry.taintOut.size === 0 ? undefined : ends.get(entry.leg ?? -1),
    rule: isPart ? "This seed's part of the entry." : why(audit, account, entry, hand),
  };
}

/** `all`: of all seeds together. */
function seedId({ seeds }: Audit, seed: number | undefined): string {
  return seed === undefined ? 'all' : (seeds[seed] as string);
}

function* statementRows(statement: Statement): Generator<Row> {
  const { seed } = statement;
  const lines = statementLines(statement);
  let left = 0n;
  for (const [index, { line, amount }] of lines.entries()) {
    const [came, went] = isSource(line) ? [amount, 0n] : [0n, amount];
    const after = left + came - went;
    yield {
      seed,
      no: index + 1,
      event: lineName(line),
      tainted: [left, came, went, after],
      rule: isSource(line) ? 'What began: added.' : 'Where it is now: taken off.',
    };
    left = after;
  }
  const rule = left === 0n ? 'Every unit is in one line.' : 'Does not close.';
  yield { seed, no: lines.length + 1, event: 'closing', tainted: [left, 0n, 0n, left], rule };
}
