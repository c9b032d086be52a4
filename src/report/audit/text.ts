// An audit for people: every account as a column of sums that a pencil can follow, then the statement that closes it.
import { Chalk } from 'chalk';
import type { AssetId, AssetInfo } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import type { Account } from '../../trace/audit/account.ts';
import type { Audit } from '../../trace/audit/audit.ts';
import type { Rule } from '../../trace/audit/paper.ts';
import type { Findings, Statement } from '../../trace/findings.ts';
import { assetBook, bareAmount, symbolOf, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import type { ReportHead, RunResult } from '../json.ts';
import { gapLines, methodLines } from '../text/method.ts';
import type { TextStyle } from '../text/style.ts';
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
  transferOf,
} from './running.ts';
import { statementLines } from './statement-lines.ts';
import { type Hand, why } from './words.ts';

const HOW_TO_READ = [
  'Each account is one asset in one wallet, one coin, one transaction that mixes coins, or one line of the statement.',
  'An entry gives what was there, what came (+), what went (−) and what is there after it; the next entry begins with that.',
  '"tainted" is the part of it that is a seed\'s under the convention named, with the rule that says so.',
  'A transfer that leaves one account with a tainted part stands with the same part in the next, or in a line of the statement.',
];

const PLAIN: TextStyle = { chalk: new Chalk({ level: 0 }), addresses: 'full', columns: undefined };

/** What each rule does, where units mix: in a wallet of an account chain, in a transaction of a coin chain. */
const RULES: Readonly<Record<Rule, string>> = {
  fifo: "First in, first out: units leave a wallet in the order in which they came; in a transaction the inputs' units go to the outputs in their order, the fee gets what is left.",
  lifo: "Last in, first out: the units that came last leave first; in a transaction the inputs' units are dealt to the outputs from the last on, the fee gets what is left.",
  haircut:
    'In proportion: a payment has the tainted share of the wallet; in a transaction each output and the fee has that of the inputs.',
  pifo: 'Tainted first: tainted units leave before clean ones; in a transaction they fill the outputs in their order, the fee last.',
  libr: 'Clean first: clean units leave before tainted ones; in a transaction they fill the outputs in their order, the fee last.',
  tiho: 'Tainted first: tainted units leave before clean ones; in a transaction they fill the largest outputs first, the fee last.',
};

const TITLES: Readonly<Record<Account['kind'], string>> = {
  wallet: 'Wallet',
  passage: 'Passing through',
  transaction: 'Transaction',
  coin: 'Coin',
  line: 'Line',
};

export function* auditText(runs: readonly RunResult[], head: ReportHead): Generator<string> {
  for (const [index, run] of runs.entries()) {
    if (index > 0) yield '\n';
    yield* runText(run, head);
  }
}

function block(...lines: readonly string[]): string {
  return `${lines.map(forTerminal).join('\n')}\n`;
}

function* runText({ name, title, findings }: RunResult, head: ReportHead): Generator<string> {
  if (head.synthetic !== undefined) yield block(`SYNTHETIC: ${head.synthetic}`, '');
  yield block(`The running ledger: ${name}`, ...(title === undefined ? [] : [title]), '');
  yield block(...methodLines(findings, head).map((line) => `  ${line}`), '');
  yield block('How to read it', ...HOW_TO_READ.map((line) => `  ${line}`));
  for (const audit of findings.audits ?? []) yield* conventionText(audit, findings);
  const gaps = gapLines(findings, assetBook(findings.assets), PLAIN);
  if (gaps.length > 0)
    yield block('', 'Gaps: what this run could not see', ...gaps.map((line) => `  ${line}`));
}

interface Page {
  readonly audit: Audit;
  readonly hand: Hand;
  readonly ends: ReturnType<typeof endsOf>;
}

function* conventionText(audit: Audit, findings: Findings): Generator<string> {
  const page: Page = { audit, hand: handOf(audit, findings.assets), ends: endsOf(audit) };
  yield block('', `== Convention: ${audit.convention} ==`, RULES[audit.convention], '');
  yield block(...audit.seeds.map((seed, index) => `seed ${index + 1}  ${seed}`));
  if (audit.untouched > 0)
    yield block(
      `${audit.untouched} more pools of explored wallets, to which nothing tainted came, are left out.`,
    );
  if (audit.accounts.length === 0) yield block('', 'Nothing tainted moved: there is no account to keep.');
  for (const account of audit.accounts) yield* accountText(page, account);
  for (const row of audit.statement) yield* statementText(page, row);
}

function handOf({ timeline }: Audit, infos: readonly AssetInfo[]): Hand {
  const book = assetBook(infos);
  const idOf = (asset: number): AssetId => timeline.assets[asset] as AssetId;
  return {
    amount: (asset, units) => bareAmount(book, idOf(asset), units),
    symbol: (asset) =>
      `${book.get(idOf(asset))?.decimals === undefined ? 'base units of ' : ''}${symbolOf(book, idOf(asset))}`,
  };
}

function* accountText(page: Page, account: Account): Generator<string> {
  const { audit, hand } = page;
  const chain = chainOf(audit, account);
  const owner = nameAt(audit, account.place);
  const of =
    account.kind === 'coin'
      ? ` of ${owner.display}`
      : account.kind === 'line' && audit.seeds.length > 1
        ? ` of seed ${(account.seed as number) + 1}`
        : '';
  const label = owner.entity === undefined ? '' : ` (${owner.entity})`;
  yield block(
    '',
    `${TITLES[account.kind]} ${accountName(audit, account)}${of}${label}, ${hand.symbol(account.asset)}${chain === undefined ? '' : ` on ${chainName(chain)}`}`,
  );
  let last: Running | undefined;
  for (const each of running(account)) {
    yield entryText(page, account, each);
    last = each;
  }
  if (last === undefined) return;
  if (account.kind === 'wallet') yield closingText(page, account);
  if (account.kind === 'line')
    yield block(`  Together ${hand.amount(account.asset, ofSeed(account.tainted, undefined))}`);
}

function entryText(
  { audit, hand, ends }: Page,
  account: Account,
  { no, entry, balance, tainted }: Running,
): string {
  const { asset, kind } = account;
  const transfer = transferOf(audit, entry.leg);
  const party = nameAt(audit, entry.party);
  const to = entry.out > 0n ? 'to' : kind === 'line' ? 'at' : 'from';
  const who =
    party.display === ''
      ? ''
      : ` ${to} ${party.display}${party.entity === undefined ? '' : ` (${party.entity})`}`;
  const when =
    transfer?.at === undefined ? '' : `, ${timeText(transfer.at.time)}, block ${transfer.at.height}`;
  const sum = ([before, after]: readonly bigint[], came: bigint, went: bigint): string => {
    const say = (units: bigint | undefined): string => hand.amount(asset, units ?? 0n);
    return `${say(before)}${came > 0n || went === 0n ? ` + ${say(came)}` : ''}${went > 0n ? ` − ${say(went)}` : ''} = ${say(after)}`;
  };
  const part = (seed: number | undefined): string =>
    sum(
      [ofSeed(tainted[0], seed), ofSeed(tainted[1], seed)],
      ofSeed(entry.taintIn, seed),
      ofSeed(entry.taintOut, seed),
    );
  const seeds = audit.seeds.length > 1 && kind !== 'line' ? seedsHere(tainted, entry) : [];
  const reason = why(audit, account, entry, hand);
  const ended = entry.taintOut.size === 0 ? [] : (ends.get(entry.leg ?? -1) ?? []);
  return block(
    `  ${no}. ${entry.event}${who}${when}`,
    ...(transfer === undefined ? [] : [`     transfer ${transfer.id}`]),
    ...(kind === 'line' ? [] : [`     balance  ${sum(balance, entry.in, entry.out)}`]),
    `     ${kind === 'line' ? 'sum    ' : 'tainted'}  ${part(undefined)}`,
    ...seeds.map((seed) => `     seed ${seed + 1}   ${part(seed)}`),
    ...(reason === '' ? [] : [`     ${reason}`]),
    ...(ended.length === 0 ? [] : [`     Ends with this transfer, in the line: ${ended.join(', ')}`]),
  );
}

/** Seeds that have anything before, after or in an entry. */
function seedsHere([before, after]: Running['tainted'], { taintIn, taintOut }: Running['entry']): number[] {
  const all = [before, after, taintIn, taintOut];
  const ranks = new Set(all.flatMap((parts) => [...parts.keys()]));
  return [...ranks].filter((seed) => all.some((parts) => ofSeed(parts, seed) > 0n)).sort((a, b) => a - b);
}

function closingText({ audit, hand }: Page, account: Account): string {
  const say = (units: bigint): string => hand.amount(account.asset, units);
  const { chain, difference, why: reason } = closingRow(audit, account);
  return block(
    `  Closing balance ${say(account.balance)}, tainted ${say(ofSeed(account.tainted, undefined))}`,
    chain === undefined || difference === undefined
      ? `  ${reason}`
      : `  The chain's balance ${say(chain)}, difference ${say(difference)}. ${reason}`,
  );
}

function* statementText({ audit, hand }: Page, row: Statement): Generator<string> {
  const asset = audit.timeline.assets.indexOf(row.asset);
  const lines = statementLines(row).filter(({ line, amount }) => amount > 0n || line === 'injected');
  const texts = lines.map(
    ({ line, amount }) =>
      [`${isSource(line) ? '+' : '−'} ${lineName(line)}`, hand.amount(asset, amount)] as const,
  );
  const all = [...texts, ['= left', hand.amount(asset, row.residual)] as const];
  const [first, second] = [0, 1].map((at) => Math.max(...all.map((texts) => texts[at as 0 | 1].length)));
  yield block(
    '',
    `Closing statement of ${row.seed}, ${hand.symbol(asset)}, ${audit.convention}`,
    ...all.map(([name, amount]) => `  ${name.padEnd(first as number)}  ${amount.padStart(second as number)}`),
  );
}
