// Reads a file of accounts (CSV): deposit addresses, and whose each is. A row that cannot be used refuses the whole file: an
// account with an address missing would show less than it received.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { LedgerMaker } from '../chains/ledgers.ts';
import { looksLikeSecret } from '../chains/secret.ts';
import { placeNamed } from '../chains/seeds.ts';
import type { Column } from '../model/columns.ts';
import { KnownError } from '../model/errors.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../model/place.ts';
import type { AccountFile } from '../trace/exposure/accounts.ts';
import { tableIn } from './csv-table.ts';

export const accountColumns = [
  {
    name: 'address',
    aliases: ['deposit_address', 'wallet', 'addr'],
    required: 'yes',
    meaning: 'a deposit address, in any of its forms',
  },
  {
    name: 'account',
    aliases: ['name', 'account_id', 'account_no', 'customer', 'customer_id', 'user', 'user_id', 'id'],
    required: 'no',
    meaning: 'whose it is; rows of one name are one account, and without a name the address is it',
  },
  {
    name: 'chain',
    aliases: ['network', 'blockchain'],
    required: 'no',
    meaning: 'as after `--chain`, where the form of the address leaves it open',
  },
] as const satisfies readonly Column[];

const LONGEST_NAME = 200;

export async function readAccounts(
  bytes: Uint8Array,
  file: string,
  usual: string | undefined,
  maker: LedgerMaker,
): Promise<AccountFile> {
  const { rows } = tableIn(bytes, accountColumns, (facts, cause) => badAccounts(file, facts, cause));
  const faults: string[] = [];
  const accounts = new Map<string, OwnerPlace[]>();
  const seen = new Map<PlaceKey, { readonly line: number; readonly name: string }>();
  for (const { line, row } of rows) {
    const found = typeof row === 'string' ? row : await accountIn(row, usual, maker);
    if (typeof found === 'string') {
      faults.push(`line ${line}: ${found}`);
      continue;
    }
    const { name, place } = found;
    const before = seen.get(placeKey(place));
    if (before !== undefined && before.name !== name)
      faults.push(`line ${line}: its address is another account's on line ${before.line}`);
    if (before !== undefined) continue;
    seen.set(placeKey(place), { line, name });
    accounts.set(name, [...(accounts.get(name) ?? []), place]);
  }
  if (faults.length > 0) throw badAccounts(file, faults);
  return {
    name: basename(file),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    accounts: [...accounts].map(([name, places]) => ({ name, places })),
  };
}

/** A text: what is wrong with it. */
async function accountIn(
  row: ReadonlyMap<(typeof accountColumns)[number]['name'], string>,
  usual: string | undefined,
  maker: LedgerMaker,
): Promise<{ readonly name: string; readonly place: OwnerPlace } | string> {
  const cell = (name: (typeof accountColumns)[number]['name']): string => row.get(name) ?? '';
  const address = cell('address');
  const name = cell('account').normalize('NFC') || address;
  const secret = looksLikeSecret(name) ?? looksLikeSecret(address);
  if (secret !== undefined) return `it looks like a ${secret}, which is not repeated here`;
  if (address === '') return 'its address is empty';
  if (name.length > LONGEST_NAME) return `its account has more than ${LONGEST_NAME} characters`;
  try {
    return { name, place: await placeNamed(address, cell('chain') || usual, maker) };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return [error.message, ...error.facts].join(' ');
  }
}

function badAccounts(file: string, facts: readonly string[], cause?: unknown): KnownError {
  return new KnownError('bad-accounts', 'The file of accounts cannot be used, and nothing of it was.', {
    facts: [`file: ${file}`, ...facts],
    hint: `Correct the file; its columns are ${accountColumns.map(({ name }) => name).join(', ')} (docs/cli.md).`,
    exit: 2,
    cause,
  });
}
