// A generated network in a warehouse, with flagged wallets, exchanges and their accounts, for the benches of questions about
// a whole network. All of its tokens are genuine ones, since a trace leaves others. Measures nothing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { genuineTokensOf } from '../../src/chains/evm/genuine-tokens.ts';
import { importBulk } from '../../src/chains/warehouse/import.ts';
import { ETHEREUM } from '../../src/model/chain.ts';
import { addressesOf, asParquet, drawnWallets, generated } from './warehouse-world.ts';

export interface NetworkFiles {
  readonly warehouse: string;
  /** Token transfers in Parquet, as ethereum-etl has them. */
  readonly transfers: string;
  /** 10,000 addresses, one a line. */
  readonly flagged: string;
  /** 1,000 addresses, one account each. */
  readonly accounts: string;
  readonly labels: string;
}

const FLAGGED = 10_000;
const ACCOUNTS = 1_000;
/** The hubs of the generated world, five of each exchange. */
const EXCHANGE_WALLETS = 50;
/** More transfers than this has no customer and no thief. */
const MOST = 500;

export function networkFiles(folder: string): NetworkFiles {
  return {
    warehouse: join(folder, 'network.db'),
    transfers: join(folder, 'token_transfers.parquet'),
    flagged: join(folder, 'flagged.txt'),
    accounts: join(folder, 'accounts.csv'),
    labels: join(folder, 'exchanges.csv'),
  };
}

/** Made once in a folder. */
export async function networkIn(folder: string, transfers: number): Promise<NetworkFiles> {
  const files = networkFiles(folder);
  if (existsSync(files.warehouse)) return files;
  await drawn(folder, transfers);
  await stored(files);
  return files;
}

/** All but the warehouse. */
export async function drawn(folder: string, transfers: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = networkFiles(folder);
  const world = generated(transfers, Math.max(FLAGGED * 3, Math.round(transfers / 10)));
  const tokens = genuineTokensOf(ETHEREUM).map(({ contract }) => contract.toLowerCase());
  await asParquet(world, folder, `['${tokens.join("','")}'][token % ${tokens.length} + 1]`);
  const wallets = drawnWallets(world, FLAGGED + ACCOUNTS, MOST, 1);
  const addresses = await addressesOf(wallets);
  const hubs = await addressesOf(Array.from({ length: EXCHANGE_WALLETS }, (_, at) => at));
  writeFileSync(files.flagged, `${addresses.slice(0, FLAGGED).join('\n')}\n`);
  const accounts = addresses.slice(FLAGGED).map((address, at) => `Account ${at + 1},${address}`);
  writeFileSync(files.accounts, `account,address\n${accounts.join('\n')}\n`);
  const labels = hubs.map(
    (address, at) => `ethereum,${address},Exchange ${Math.floor(at / 5) + 1},exchange,the bench`,
  );
  writeFileSync(files.labels, `chain,address,name,category,source\n${labels.join('\n')}\n`);
}

export async function stored({ warehouse, transfers }: NetworkFiles): Promise<void> {
  await importBulk({
    warehouse,
    paths: [transfers],
    chain: ETHEREUM,
    covers: undefined,
    refusing: 'whole-import',
    memory: '1GB',
    batch: 250_000,
    now: 0,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}
