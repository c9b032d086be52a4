// What Blockscout's REST API (/api/v2) tells of the transactions of an explorer world: newest first, 50 rows a page, a cursor for
// the next. After shared/reference/apis.md §5.3, the recorded answers and BlockScoutWeb.API.V2; uses no code of src/chains.
import type { Request, Response } from '../../src/model/http.ts';
import type { EvmToken, EvmTx } from './explorer-world.ts';

const PAGE = 50;
const json = (body: unknown): Response => ({ status: 200, headers: {}, body: JSON.stringify(body) });
const iso = (time: number): string => new Date(time * 1000).toISOString().replace('.000Z', '.000000Z');

/** With digits in both cases, as addresses come here. */
const party = (address: string) => ({
  hash: `0x${address.slice(2).replace(/[a-f]/g, (digit, at: number) => (at % 2 ? digit.toUpperCase() : digit))}`,
  is_contract: false,
  name: null,
});

interface Item {
  readonly place: readonly [number, number, number];
  readonly parties: readonly string[];
  readonly row: Readonly<Record<string, unknown>>;
}

export interface RestWorld {
  readonly txs: readonly EvmTx[];
  readonly tokens: ReadonlyMap<string, EvmToken>;
  readonly blockHash: (height: number) => string;
}

function transaction(tx: EvmTx): Item {
  const row = {
    ...{ hash: tx.hash, block_number: tx.block, timestamp: iso(tx.time), position: tx.index },
    from: party(tx.from),
    to: tx.creation ? null : party(tx.to),
    created_contract: tx.creation ? party(tx.to) : null,
    value: `${tx.value}`,
    fee: { type: 'actual', value: `${tx.gasUsed * tx.gasPrice}` },
    ...{ gas_used: `${tx.gasUsed}`, gas_price: `${tx.gasPrice}`, type: 2 },
    status: tx.failed ? 'error' : 'ok',
    result: tx.failed ? 'execution reverted' : 'success',
    raw_input: tx.input ?? '0x',
    ...{ method: null, token_transfers: null, token_transfers_overflow: null, is_pending_update: false },
  };
  return { place: [tx.block, tx.index, 0], parties: [tx.from, tx.to], row };
}

/** A creation stands here too, as call 0. */
function calls(tx: EvmTx): Item[] {
  const top = { path: '', from: tx.from, to: tx.to, value: tx.value, type: 'create', error: undefined };
  const all = [...(tx.creation ? [{ ...top, index: 0 }] : []), ...inner(tx)];
  return all.map(({ from, to, value, type, error, index }) => {
    const made = type.startsWith('create');
    const row = {
      ...{ block_number: tx.block, timestamp: iso(tx.time), transaction_hash: tx.hash },
      ...{ transaction_index: tx.index, index, type, gas_limit: '0' },
      from: party(from),
      to: made ? null : party(to),
      created_contract: made ? party(to) : null,
      ...{ value: `${value}`, success: error === undefined, error: error ?? null },
    };
    return { place: [tx.block, tx.index, index], parties: [from, to], row };
  });
}

function inner(tx: EvmTx) {
  return (tx.internals ?? []).map(({ error, ...call }, at) => ({ ...call, error, index: at + 1 }));
}

function tokens({ tokens: infos, blockHash }: RestWorld, tx: EvmTx): Item[] {
  return (tx.tokens ?? []).map(({ contract, from, to, amount, logIndex }) => {
    const info = infos.get(contract);
    const decimals = info?.decimals === undefined ? null : `${info.decimals}`;
    const row = {
      ...{ block_hash: blockHash(tx.block), block_number: tx.block, timestamp: iso(tx.time) },
      ...{ transaction_hash: tx.hash, log_index: logIndex, method: null },
      ...{ type: 'token_transfer', token_type: 'ERC-20', from: party(from), to: party(to) },
      token: {
        ...{ address_hash: party(contract).hash, symbol: info?.symbol ?? null, name: info?.name ?? null },
        ...{ decimals, type: 'ERC-20' },
      },
      total: { value: `${amount}`, decimals },
    };
    return { place: [tx.block, logIndex, 0], parties: [from, to], row };
  });
}

const later = (a: Item, b: Item): number =>
  b.place[0] - a.place[0] || b.place[1] - a.place[1] || b.place[2] - a.place[2];

function paged(items: readonly Item[], query: Readonly<Record<string, string>>): Response {
  const from = query.after === undefined ? 0 : Number(query.after);
  const shown = items.slice(from, from + PAGE);
  const next = items.length > from + PAGE ? { after: from + PAGE, items_count: PAGE, hash: null } : null;
  return json({ items: shown.map(({ row }) => row), next_page_params: next });
}

/** undefined: another question. */
export function restAnswer(world: RestWorld, { path, query = {} }: Request): Response | undefined {
  if (path === '/api/v2/main-page/indexing-status')
    return json({
      ...{ finished_indexing: true, finished_indexing_blocks: true, indexed_blocks_ratio: '1.00' },
      indexed_internal_transactions_ratio: '1',
    });
  const [, of, id = '', list = ''] =
    /^\/api\/v2\/(addresses|transactions)\/(0x[0-9a-f]+)\/([a-z-]+)$/.exec(path) ?? [];
  const all: Readonly<Record<string, (tx: EvmTx) => readonly Item[]>> = {
    transactions: (tx) => [transaction(tx)],
    'internal-transactions': calls,
    'token-transfers': (tx) => tokens(world, tx),
  };
  const told = all[list];
  if (of === undefined || told === undefined) return undefined;
  if (of === 'transactions') {
    const tx = world.txs.find(({ hash }) => hash === id);
    return paged(tx === undefined ? [] : [...told(tx)].sort((a, b) => later(b, a)), query);
  }
  if (list === 'token-transfers' && query.type !== 'ERC-20')
    throw new Error('tokens of all kinds were asked for');
  const own = world.txs.flatMap((tx) => told(tx).filter(({ parties }) => parties.includes(id)));
  return paged(own.sort(later), query);
}
