// Reads a file of victims' payments (CSV): whose, and which transaction. A row that cannot be used refuses the whole file,
// since a payment that is silently missing is a wrong sum.
import type { LedgerMaker } from '../chains/ledgers.ts';
import { paymentSeed } from '../chains/seeds.ts';
import { csvRecords } from '../labels/csv.ts';
import { columnName } from '../model/column-name.ts';
import { KnownError } from '../model/errors.ts';
import type { PaymentSeed } from '../model/seed.ts';
import type { Victim } from '../trace/account/victims.ts';

const NAMES = ['name', 'victim', 'case', 'case_number', 'claimant'];
const TXIDS = ['txid', 'tx', 'tx_hash', 'hash', 'transaction', 'transaction_id'];
const CHAINS = ['chain', 'network', 'blockchain'];

interface Columns {
  readonly name: number;
  readonly txid: number;
  /** -1: there is none. */
  readonly chain: number;
}

/** Victims in the order of the file; `given`: the chain where neither the row nor the form of a txid tells it. */
export async function readVictims(
  bytes: Uint8Array,
  file: string,
  given: string | undefined,
  maker: LedgerMaker,
): Promise<Victim[]> {
  const [header, ...records] = csvRecords(new TextDecoder().decode(bytes).replace(/^\uFEFF/, ''));
  if (header?.cells === undefined) throw badVictims(file, ['it has no header']);
  const columns = columnsOf(file, header.cells);
  const victims = new Map<string, PaymentSeed[]>();
  const lines = new Map<string, number>();
  const faults: string[] = [];
  for (const { line, cells, why } of records) {
    const cell = (at: number): string => cells?.[at]?.trim() ?? '';
    const name = cell(columns.name);
    const fault =
      cells === undefined
        ? (why ?? 'it cannot be read')
        : cells.length !== header.cells.length
          ? `it has ${cells.length} cells under a header of ${header.cells.length}`
          : name === ''
            ? 'its name is empty'
            : cell(columns.txid) === ''
              ? 'its txid is empty'
              : undefined;
    if (fault !== undefined) {
      faults.push(`line ${line}: ${fault}`);
      continue;
    }
    try {
      const seed = await paymentSeed(cell(columns.txid), cell(columns.chain) || given, maker);
      const before = lines.get(seed.id);
      if (before !== undefined) faults.push(`line ${line}: the payment of line ${before} again`);
      lines.set(seed.id, line);
      victims.set(name, [...(victims.get(name) ?? []), seed]);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      faults.push(`line ${line}: ${error.message}`);
    }
  }
  if (faults.length > 0) throw badVictims(file, faults);
  if (victims.size === 0) throw badVictims(file, ['it names no payment']);
  return [...victims].map(([name, payments]) => ({ name, payments }));
}

/** A column that would narrow a payment down must not be passed over. */
function columnsOf(file: string, header: readonly string[]): Columns {
  const names = header.map(columnName);
  const at = (words: readonly string[]): number => names.findIndex((name) => words.includes(name));
  const columns = { name: at(NAMES), txid: at(TXIDS), chain: at(CHAINS) };
  const missing = (['name', 'txid'] as const).filter((name) => columns[name] < 0);
  if (missing.length > 0) throw badVictims(file, [`its header names no column ${missing.join(', ')}`]);
  const known = new Set(Object.values(columns));
  const others = header.filter((_, index) => !known.has(index));
  if (others.length > 0) throw badVictims(file, [`it has further columns: ${others.join(', ')}`]);
  return columns;
}

function badVictims(file: string, facts: readonly string[]): KnownError {
  return new KnownError('bad-victims', 'The file of victims cannot be used, and nothing of it was.', {
    facts: [`file: ${file}`, ...facts],
    hint: 'Give CSV with the columns name, txid (txid:n where a transaction makes several payments) and, where its form leaves it open, chain.',
    exit: 2,
  });
}
