// Reads a file of victims' claims (CSV). Every cell is checked; a row that cannot be used refuses the whole file, with all
// such rows named by line, since a claim that is silently missing is a wrong sum. What each claim means on the chain is
// trace/claims.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { LedgerMaker } from '../chains/ledgers.ts';
import { looksLikeSecret } from '../chains/secret.ts';
import { paymentSeed, placeNamed } from '../chains/seeds.ts';
import { parseUnits } from '../model/asset.ts';
import { chainNamed, chainOfList } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import { looksLikeMilliseconds, unixTime } from '../model/time.ts';
import {
  type BrokenRow,
  type Claim,
  type ClaimFile,
  faultPolicies,
  type OnFault,
  type Stated,
} from '../trace/claims/claim.ts';
import { type ClaimColumnName, claimColumns } from './claim-columns.ts';
import { tableIn } from './csv-table.ts';
import { badFlag } from './usage.ts';

interface Reading {
  /** `--chain` */
  readonly chain: string | undefined;
  readonly maker: LedgerMaker;
  readonly onFault: OnFault;
}

class Fault extends Error {}

const LONGEST_NAME = 200;
const LONGEST_AMOUNT = 120;
/** As many as any asset can have (chains/list/row.ts). */
const MOST_DECIMALS = 255;

/** Of `--bad-claims`, which case.yaml may hold too. */
export function faultPolicy(text: string | undefined): OnFault {
  const policy = faultPolicies.find((name) => name === (text ?? 'refuse'));
  if (policy === undefined) throw badFlag('--bad-claims', text ?? '', faultPolicies.join(' or '));
  return policy;
}

export async function readClaims(bytes: Uint8Array, file: string, reading: Reading): Promise<ClaimFile> {
  const claims: Claim[] = [];
  const broken: BrokenRow[] = [];
  const { rows, unread } = tableIn(bytes, claimColumns, (facts, cause) => badClaims(file, facts, cause));
  for (const { line, row } of rows) {
    const victim = typeof row === 'string' ? undefined : nameIn(row);
    try {
      if (typeof row === 'string') throw new Fault(row);
      claims.push(await claimOf(line, row, reading));
    } catch (error) {
      if (!(error instanceof Fault || error instanceof KnownError)) throw error;
      const facts = error instanceof KnownError ? error.facts : [];
      broken.push({ line, victim, why: [error.message, ...facts].join(' ') });
    }
  }
  if (broken.length > 0 && reading.onFault === 'refuse')
    throw badClaims(
      file,
      broken.map(({ line, why }) => `line ${line}: ${why}`),
    );
  return {
    name: basename(file),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    unread,
    claims,
    broken,
    onFault: reading.onFault,
  };
}

function badClaims(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-claims', 'The file of claims cannot be used, and nothing of it was.', {
    facts: [`file: ${file}`, ...facts],
    hint: `Correct the file; its columns are ${claimColumns.map(({ name }) => name).join(', ')} (docs/cli.md). Or list rows that cannot be used in the report: --bad-claims list.`,
    exit: 2,
    cause,
  });
}

type Row = ReadonlyMap<ClaimColumnName, string>;

function cell(row: Row, name: ClaimColumnName): string {
  return row.get(name) ?? '';
}

/** For grouping and for messages; one spelling of a name is one name, however its letters were put together. */
function nameIn(row: Row): string | undefined {
  const name = cell(row, 'name').normalize('NFC');
  return name === '' || name.length > LONGEST_NAME || looksLikeSecret(name) !== undefined ? undefined : name;
}

async function claimOf(line: number, row: Row, { chain: usual, maker }: Reading): Promise<Claim> {
  // The other cells have a form of their own, and their parsers repeat nothing that has not.
  for (const name of ['name', 'asset'] as const) {
    const secret = looksLikeSecret(cell(row, name));
    if (secret !== undefined)
      throw new Fault(`its ${name} looks like a ${secret}, which is not repeated here`);
  }
  const victim = nameIn(row);
  if (victim === undefined)
    throw new Fault(
      cell(row, 'name') === '' ? 'its name is empty' : `its name is longer than ${LONGEST_NAME} characters`,
    );
  const [tx, address, asset, own] = (['txid', 'address', 'asset', 'chain'] as const).map(
    (name) => cell(row, name) || undefined,
  );
  const date = dateOf(cell(row, 'date'));
  const amount = amountOf(row, 'amount');
  const fee = amountOf(row, 'fee');
  if (tx === undefined) {
    const missing = Object.entries({ date, amount, address }).filter(([, value]) => value === undefined);
    if (missing.length > 0)
      throw new Fault(
        `it has no txid, and no ${missing.map(([name]) => name).join(', no ')} to find the payment by`,
      );
  } else if (fee !== undefined) throw new Fault('its fee says nothing beside a txid: what arrived is known');
  if (fee !== undefined && units(fee) >= units(amount as string))
    throw new Fault('its fee is as much as its amount');
  const payment = tx === undefined ? undefined : await paymentSeed(tx, own ?? usual, maker);
  const place =
    address === undefined ? undefined : await placeNamed(address, own ?? payment?.chain ?? usual, maker);
  const chains = [
    payment?.chain,
    place?.chain,
    own === undefined ? undefined : maker.chains === undefined ? chainNamed(own) : chainOfList(own),
  ].filter((each) => each !== undefined);
  const [chain] = chains;
  if (chain === undefined || chains.some((each) => each !== chain))
    throw new Fault('its txid, address and chain are not of one chain');
  return { line, victim, chain, txId: payment?.txId, n: payment?.n, date, amount, fee, place, asset };
}

function dateOf(text: string): Stated | undefined {
  if (text === '') return undefined;
  const first = /^\d{1,8}$/.test(text) ? undefined : unixTime(text);
  if (first === undefined)
    throw new Fault(
      looksLikeMilliseconds(text)
        ? 'its date looks like milliseconds: give seconds'
        : 'its date is neither one such as 2024-08-02 or 2024-08-02 14:05 (+02:00) nor unix seconds',
    );
  const isDay = !/^\d+$/.test(text) && !/[T ]\d\d:\d\d/i.test(text);
  const isMinute = /[T ]\d\d:\d\d(?!:?\d)/i.test(text);
  return { written: text, first, last: first + (isDay ? 86_400 : isMinute ? 60 : 1) - 1 };
}

/** How many decimals are too many, the asset decides (trace/claims). */
function amountOf(row: Row, name: 'amount' | 'fee'): string | undefined {
  const text = cell(row, name);
  if (text === '') return undefined;
  if (text.length > LONGEST_AMOUNT)
    throw new Fault(`its ${name} is longer than ${LONGEST_AMOUNT} characters`);
  const value = parseUnits(text, MOST_DECIMALS);
  if (value === undefined)
    throw new Fault(
      `its ${name} is no decimal number such as 1234.5: a point, no other signs, at most ${MOST_DECIMALS} decimals`,
    );
  if (value < 0n) throw new Fault(`its ${name} is negative`);
  if (value === 0n && name === 'amount') throw new Fault('its amount is zero');
  return text;
}

function units(text: string): bigint {
  return parseUnits(text, MOST_DECIMALS) as bigint;
}
