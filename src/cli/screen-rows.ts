// What a screening is asked about, line by line: an address, or an address and a transaction for what that one brought it.
import type { LedgerMaker } from '../chains/ledgers.ts';
import { paymentSeed, refuseSecrets, walletSeed } from '../chains/seeds.ts';
import { KnownError } from '../model/errors.ts';
import type { TxId } from '../model/place.ts';
import type { WalletSeed } from '../model/seed.ts';

export interface Asked {
  /** Of the row: what stands twice is asked once. */
  readonly id: string;
  readonly seed: WalletSeed;
  /** undefined: all that the address ever received and sent. */
  readonly tx: TxId | undefined;
}

/** Blank lines and lines that begin with `#` are left out. Throws KnownError where one may be a key or a seed phrase. */
export function linesAsked(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  // By its output no secret is named, and the line is refused for what it is.
  const words = lines.map((line) => (isDeposit(line) ? (line.split(BETWEEN)[0] as string) : line));
  refuseSecrets(words.filter((word) => !OUTPUT.test(word)));
  return lines;
}

/** In their order, each once. Throws KnownError `bad-address` and `bad-transaction`. */
export async function askedIn(
  lines: readonly string[],
  chain: string | undefined,
  maker: LedgerMaker,
): Promise<readonly Asked[]> {
  const all = await Promise.all(lines.map((line) => asked(line, chain, maker)));
  return [...new Map(all.map((row) => [row.id, row])).values()];
}

const BETWEEN = /[\s,;]+/;
const OUTPUT = /^(?:0x)?[0-9a-f]{64}:\d+$/i;

/** Two words: more may be a seed phrase. */
function isDeposit(line: string): boolean {
  return line.split(BETWEEN).length === 2;
}

async function asked(line: string, chain: string | undefined, maker: LedgerMaker): Promise<Asked> {
  const [address = '', transaction, ...more] = line.split(BETWEEN);
  if (more.length > 0)
    throw new KnownError('bad-address', 'A line holds more than an address and a transaction.', {
      hint: 'Give one address a line, and behind it the id of one transaction where only that is meant.',
      exit: 2,
    });
  if (OUTPUT.test(address))
    throw new KnownError('bad-address', 'A line names an output of a transaction alone.', {
      hint: 'Name a deposit by the address that received it and the id of the transaction: ADDRESS TRANSACTION.',
      exit: 2,
    });
  const seed = await walletSeed(address, chain, maker);
  if (transaction === undefined) return { id: seed.id, seed, tx: undefined };
  const payment = await paymentSeed(transaction, chain ?? seed.place.chain, maker);
  if (payment.chain !== seed.place.chain || payment.n !== undefined)
    throw new KnownError(
      'bad-transaction',
      'A deposit is named by its address and the id of a transaction of the same chain.',
      {
        hint: 'Give the id alone, without an output.',
        exit: 2,
      },
    );
  return { id: `${seed.id} ${payment.txId}`, seed, tx: payment.txId };
}
