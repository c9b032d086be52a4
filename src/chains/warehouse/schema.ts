// The tables of a warehouse: what a file of this kind looks like inside. Who writes them is write.ts, who reads them
// histories.ts. A change is a further form at the end of the list, never an edit of one that files have.

/**
 * `leg` is the warehouse: every transfer stands at each of its parties, in the order in which a wallet's history is read,
 * and nowhere else. So a history is one range of the file, and a frontier of a thousand wallets a thousand ranges.
 *
 * `chain.form`: what was imported of it: rows of transfer lists, blocks of an EVM chain, or transactions of a coin chain.
 * `wallet.address`, `tx.name`, `block.hash`: hexadecimal ones as bytes (stored-text.ts), all others as text.
 * `block.basis`: what numbers the transactions of a block: their index, their calls, their events, a list, or nothing.
 * `tx.wallet`: where the transfers of the transaction are to be found, see `mate`; `tx.legs`: how many they are.
 * `mate`: further wallets of whose rows a transaction with several payers is made up.
 * `leg.dir`: 0 the wallet pays, 1 it receives (a payment to itself stands once, as 0); `peer`: the other wallet, or below
 * zero what is none (stored-place.ts); `slot`: which movement of its transaction; `ord`: its order there where the slot does
 * not say; `late`: seconds from the time of the block; `amount`: big-endian bytes without zeros in front.
 * `progress.import`: the checksums of its files, in order and with commas.
 * `coins`: a transaction of a coin chain, whole (coins.ts); `spend`: who spent a coin.
 */
const FIRST = `
CREATE TABLE chain (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, form TEXT NOT NULL);
CREATE TABLE asset (
  id INTEGER PRIMARY KEY, chain INTEGER NOT NULL, name TEXT NOT NULL, symbol TEXT, decimals INTEGER, UNIQUE (chain, name)
);
CREATE TABLE wallet (id INTEGER PRIMARY KEY, chain INTEGER NOT NULL, address NOT NULL, UNIQUE (address, chain));
CREATE TABLE block (
  chain INTEGER NOT NULL, height INTEGER NOT NULL, time INTEGER NOT NULL, hash, basis INTEGER NOT NULL,
  PRIMARY KEY (chain, height)
) WITHOUT ROWID;
CREATE TABLE tx (
  id INTEGER PRIMARY KEY, chain INTEGER NOT NULL, height INTEGER NOT NULL, place INTEGER, wallet INTEGER, legs INTEGER NOT NULL,
  name NOT NULL
);
CREATE INDEX tx_name ON tx (substr(name, -7));
CREATE TABLE mate (tx INTEGER NOT NULL, wallet INTEGER NOT NULL, PRIMARY KEY (tx, wallet)) WITHOUT ROWID;
CREATE TABLE leg (
  wallet INTEGER NOT NULL, height INTEGER NOT NULL, tx INTEGER NOT NULL, slot INTEGER NOT NULL, dir INTEGER NOT NULL,
  peer INTEGER NOT NULL, asset INTEGER NOT NULL, ord INTEGER, late INTEGER NOT NULL, amount BLOB NOT NULL,
  PRIMARY KEY (wallet, height, tx, slot, dir)
) WITHOUT ROWID;
CREATE TABLE coins (tx INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE spend (
  tx INTEGER NOT NULL, vout INTEGER NOT NULL, spender INTEGER NOT NULL, PRIMARY KEY (tx, vout)
) WITHOUT ROWID;
CREATE TABLE source (
  sha256 TEXT NOT NULL, chain INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, rows INTEGER NOT NULL,
  refused INTEGER NOT NULL, imported INTEGER NOT NULL, PRIMARY KEY (sha256, chain)
) WITHOUT ROWID;
CREATE TABLE progress (import TEXT NOT NULL, chain INTEGER NOT NULL, height INTEGER NOT NULL, PRIMARY KEY (import, chain)) WITHOUT ROWID;
CREATE TABLE coverage (
  chain INTEGER NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (chain, kind, first)
) WITHOUT ROWID
`;

export const warehouseForms: readonly string[] = [FIRST];

/** Height of a transaction that is known by name alone: one of its coins was spent by what is there. */
export const NO_BLOCK = -1;

/** Large pages: what is read is ranges. The cache is all the memory that a file takes, in kibibytes. */
export const TUNING = 'PRAGMA page_size = 8192; PRAGMA cache_size = -131072';
