// A made-up Tron chain that answers as TronGrid does: the lists of /v1/accounts and the node's /walletsolidity. After
// shared/reference/apis.md §7; uses no code of src/chains, so that a test on it can fail. Deterministic.
import { createHash } from 'node:crypto';
import { stringify } from 'lossless-json';
import type { Http, Request, Response } from '../../src/model/http.ts';
import { type TronHeader, type TronResult, tronBlockId, tronRootOf, tronTxBytes } from './tron-blocks.ts';
import { bytes20, hexOf, idOf, rawOf, type TronAct, tronAddress } from './trongrid-bytes.ts';

export interface TronCall {
  readonly from: string;
  readonly to: string;
  readonly sun?: bigint;
  readonly token?: { readonly id: string; readonly amount: bigint };
  readonly rejected?: true;
}
export interface TronEvent {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  /** `single`: of TRC-721; the list calls it a transfer, and prints the number of the thing as its value. */
  readonly type?: 'Approval' | 'single';
}
export interface TronIssuerAct {
  readonly contract: string;
  readonly name: 'AddedBlackList' | 'RemovedBlackList' | 'DestroyedBlackFunds' | 'Issue' | 'Redeem';
  /** Of issuing and redeeming the event does not tell it. */
  readonly holder: string;
  /** Of what is destroyed, issued or redeemed; no transfer is told. */
  readonly balance?: bigint;
}
export interface TronTx {
  readonly block: number;
  readonly from: string;
  readonly act: TronAct;
  /** What the payer wrote beside it: a letter a byte. */
  readonly note?: string;
  /** Sun burnt for bandwidth, for energy, and for other things, such as the payee's activation. */
  readonly net?: bigint;
  readonly energy?: bigint;
  readonly other?: bigint;
  readonly failed?: 'REVERT' | 'OUT_OF_ENERGY';
  readonly calls?: readonly TronCall[];
  readonly events?: readonly TronEvent[];
  /** What the issuer of a token does to holders. */
  readonly acts?: readonly TronIssuerAct[];
  /** Of a claim of rewards. */
  readonly reward?: bigint;
}
export interface TronToken {
  readonly contract: string;
  readonly symbol: string;
  readonly decimals: number | undefined;
}
export interface TronWorldOptions {
  readonly tip: number;
  readonly tokens?: readonly TronToken[];
  readonly contracts?: readonly string[];
  /** What addresses have before the first block, in sun. */
  readonly opening?: Readonly<Record<string, bigint>>;
  /** How much of what an address has is staked. */
  readonly staked?: Readonly<Record<string, bigint>>;
}
export interface TronWorld {
  readonly http: Http;
  readonly answer: (request: Request) => Response;
  /** Ids in the order of the transactions handed over. */
  readonly ids: readonly string[];
  readonly blockId: (height: number) => string;
  /** Milliseconds. */
  readonly blockMs: (height: number) => number;
}

/** Witnesses skip two slots at each maintenance, every six hours. */
const slotOf = (height: number): number => height + 2 * Math.floor(height / 7_200);
const GENESIS = 1_529_891_469_000;
const BEHIND = 19;
const MOST_ROWS = 200;
const SIGNATURE = '00'.repeat(65);

interface Row {
  readonly ms: number;
  readonly confirmed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

export function tronWorld(txs: readonly TronTx[], options: TronWorldOptions): TronWorld {
  const { tip } = options;
  const solid = tip - BEHIND;
  const infos = new Map((options.tokens ?? []).map((token) => [token.contract, token]));
  const blockMs = (height: number): number => GENESIS + 3_000 * slotOf(height);
  const made = txs.map((tx, n) => {
    const at = BigInt(blockMs(tx.block) - 60_000 + (n % 50_000));
    const raw = rawOf(tx.from, tx.act, at, Buffer.from(tx.note ?? '', 'latin1'));
    return { tx, raw, id: idOf(raw) };
  });
  type Made = (typeof made)[number];
  const sorted = [...made].sort((a, b) => a.tx.block - b.tx.block);
  const byId = new Map(made.map((each) => [each.id, each]));
  const byBlock = new Map<number, Made[]>();
  for (const each of sorted) byBlock.set(each.tx.block, [...(byBlock.get(each.tx.block) ?? []), each]);

  /** The node's word for what became of a transaction stands in its bytes; what it cost does not. */
  const resultOf = ({ failed }: TronTx): TronResult => failed ?? 'SUCCESS';
  function headerOf(height: number): TronHeader {
    const own = byBlock.get(height) ?? [];
    return {
      number: height,
      txTrieRoot: tronRootOf(own.map(({ tx, raw }) => tronTxBytes(raw, SIGNATURE, resultOf(tx)))).toString(
        'hex',
      ),
      witness_address: hexOf(tronAddress('witness')),
      // The block below is one of its own: ids that link would need every block from the first.
      parentHash: createHash('sha256').update(`below ${height}`).digest('hex'),
      timestamp: blockMs(height),
      version: 31,
    };
  }
  const blockId = (height: number): string => tronBlockId(headerOf(height));
  const feeOf = ({ net = 0n, energy = 0n, other = 0n }: TronTx): bigint => net + energy + other;
  const callId = (id: string, n: number): string =>
    createHash('sha256').update(`${id} call ${n}`).digest('hex');

  function contractOf({ from, act }: TronTx): unknown {
    const owner_address = hexOf(from);
    let value: Record<string, unknown>;
    if ('id' in act)
      value = { amount: act.amount, asset_name: act.id, owner_address, to_address: hexOf(act.to) };
    else if ('to' in act) value = { amount: act.amount, owner_address, to_address: hexOf(act.to) };
    else if ('contract' in act) {
      const token = act.token && { call_token_value: act.token.amount, token_id: BigInt(act.token.id) };
      value = {
        data: act.data ?? '',
        owner_address,
        contract_address: hexOf(act.contract),
        call_value: act.sun ?? 0n,
        ...token,
      };
    } else value = { owner_address, ...act.value };
    const type_url = `type.googleapis.com/protocol.${act.type}`;
    return { parameter: { value, type_url }, type: act.type };
  }
  function txBody({ tx, raw, id }: Made): Record<string, unknown> {
    const contractRet = resultOf(tx);
    return {
      ret: [{ contractRet, fee: feeOf(tx) }],
      signature: [SIGNATURE],
      txID: id,
      net_usage: 0,
      raw_data_hex: raw,
      net_fee: tx.net ?? 0n,
      energy_usage: 0,
      blockNumber: tx.block,
      block_timestamp: blockMs(tx.block),
      energy_fee: tx.energy ?? 0n,
      energy_usage_total: 0,
      raw_data: {
        contract: [contractOf(tx)],
        ...(tx.note === undefined ? {} : { data: Buffer.from(tx.note, 'latin1').toString('hex') }),
        ...{ ref_block_bytes: 'd62e', timestamp: 0 },
      },
      internal_transactions: [],
    };
  }
  function callBody({ tx, id }: Made, call: TronCall, n: number): Record<string, unknown> {
    const { sun = 0n, token } = call;
    // Both forms are seen in real answers.
    const call_value = n % 2 === 0 ? { _: sun } : sun;
    return {
      internal_tx_id: callId(id, n),
      data: {
        note: '63616c6c',
        rejected: call.rejected === true || tx.failed !== undefined,
        call_value,
        ...(token === undefined ? {} : { call_token_value: token.amount, token_id: token.id }),
      },
      block_timestamp: blockMs(tx.block),
      to_address: hexOf(call.to),
      tx_id: id,
      from_address: hexOf(call.from),
    };
  }
  function eventBody({ tx, id }: Made, event: TronEvent): Record<string, unknown> {
    const info = infos.get(event.contract);
    return {
      transaction_id: id,
      token_info:
        info === undefined
          ? { address: event.contract }
          : { symbol: info.symbol, address: info.contract, decimals: info.decimals, name: info.symbol },
      block_timestamp: blockMs(tx.block),
      from: event.from,
      to: event.to,
      type: event.type === 'Approval' ? 'Approval' : 'Transfer',
      value: `${event.amount}`,
    };
  }

  /** Who acts, is paid or is called by the transaction itself. */
  const parties = ({ from, act }: TronTx): Set<string> =>
    new Set([
      from,
      ...('to' in act ? [act.to as string] : []),
      ...('contract' in act ? [act.contract as string] : []),
    ]);
  /** In chain order, whatever the part. */
  const ofAddress = new Map<string, Made[]>();
  for (const each of sorted) {
    const { tx } = each;
    const others = [...(tx.calls ?? []), ...(tx.events ?? [])].flatMap(({ from, to }) => [from, to]);
    const holders = (tx.acts ?? []).map(({ holder }) => holder);
    for (const address of new Set([...parties(tx), ...others, ...holders]))
      if (!ofAddress.get(address)?.push(each)) ofAddress.set(address, [each]);
  }
  const involving = (address: string): readonly Made[] => ofAddress.get(address) ?? [];

  function rowsOf(address: string, list: string): Row[] {
    return involving(address).flatMap((each): Row[] => {
      const { tx } = each;
      const row = (body: Record<string, unknown>): Row => ({
        ms: blockMs(tx.block),
        confirmed: tx.block <= solid,
        body,
      });
      const calls = (tx.calls ?? []).flatMap((call, n) =>
        call.from === address || call.to === address ? [row(callBody(each, call, n))] : [],
      );
      if (list === 'internal-transactions') return calls;
      if (list === 'transactions')
        return [...(parties(tx).has(address) ? [row(txBody(each))] : []), ...calls];
      if (tx.failed !== undefined) return [];
      return (tx.events ?? []).flatMap((event) => {
        if (event.from !== address && event.to !== address) return [];
        const own = row(eventBody(each, event));
        // Above the solid block a transfer may be told once as it was first seen and once more.
        return own.confirmed ? [own] : [{ ...own, body: { ...own.body, _unconfirmed: true } }, own];
      });
    });
  }

  function listAnswer(address: string, list: string, query: Readonly<Record<string, string>>): Response {
    const limit = Math.min(Number(query.limit ?? 20), MOST_ROWS);
    const [low, high] = [
      Number(query.min_timestamp ?? 0),
      Number(query.max_timestamp ?? Number.MAX_SAFE_INTEGER),
    ];
    const rows = rowsOf(address, list).filter(
      ({ ms, confirmed }) => ms >= low && ms <= high && (confirmed || query.only_confirmed !== 'true'),
    );
    if (query.order_by !== 'block_timestamp,asc') rows.reverse();
    const start = query.fingerprint === undefined ? 0 : Number(query.fingerprint.slice(2));
    const page = rows.slice(start, start + limit);
    const more = start + limit < rows.length ? { fingerprint: `fp${start + limit}` } : {};
    const meta = { at: blockMs(tip), page_size: page.length, ...more };
    return json({ data: page.map(({ body }) => body), success: true, meta });
  }

  /** Events by name, as the list of a contract gives them: addresses as 0x and 20 bytes, amounts as text. */
  function eventsAnswer(contract: string, query: Readonly<Record<string, string>>): Response {
    const limit = Math.min(Number(query.limit ?? 20), MOST_ROWS);
    const [low, high] = [Number(query.min_block_timestamp ?? 0), Number(query.max_block_timestamp)];
    const rows = sorted.flatMap(({ tx, id }) =>
      (tx.acts ?? []).flatMap((act, event_index) => {
        const ms = blockMs(tx.block);
        const isAsked = act.contract === contract && act.name === query.event_name && tx.block <= solid;
        if (!isAsked || ms < low || ms > high) return [];
        const holder = `0x${bytes20(act.holder)}`;
        const amount = `${act.balance}`;
        const named = { 0: holder, _user: holder };
        const results: Partial<Record<TronIssuerAct['name'], object>> = {
          DestroyedBlackFunds: { 0: holder, 1: amount, _blackListedUser: holder, _balance: amount },
          Issue: { 0: amount, amount },
          Redeem: { 0: amount, amount },
        };
        return {
          ...{ block_number: tx.block, block_timestamp: ms, contract_address: contract, event_index },
          ...{ event_name: act.name, transaction_id: id },
          result: results[act.name] ?? named,
        };
      }),
    );
    const start = query.fingerprint === undefined ? 0 : Number(query.fingerprint.slice(2));
    const page = rows.slice(start, start + limit);
    const more = start + limit < rows.length ? { fingerprint: `fp${start + limit}` } : {};
    return json({ data: page, success: true, meta: { at: blockMs(tip), page_size: page.length, ...more } });
  }

  /** As of the tip. */
  function has(address: string): Map<string, bigint> {
    const sums = new Map<string, bigint>([['TRX', options.opening?.[address] ?? 0n]]);
    const add = (asset: string, amount: bigint) => sums.set(asset, (sums.get(asset) ?? 0n) + amount);
    function move(asset: string, from: string, to: string, amount: bigint): void {
      if (from === address) add(asset, -amount);
      if (to === address) add(asset, amount);
    }
    for (const { tx } of involving(address)) {
      move('TRX', tx.from, '', feeOf(tx));
      if (tx.failed !== undefined) continue;
      const { act } = tx;
      if ('id' in act) move(`trc10 ${act.id}`, tx.from, act.to, act.amount);
      else if ('to' in act) move('TRX', tx.from, act.to, act.amount);
      else if ('contract' in act) {
        move('TRX', tx.from, act.contract, act.sun ?? 0n);
        if (act.token) move(`trc10 ${act.token.id}`, tx.from, act.contract, act.token.amount);
      }
      move('TRX', '', tx.from, tx.reward ?? 0n);
      for (const call of tx.calls ?? []) {
        if (call.rejected) continue;
        move('TRX', call.from, call.to, call.sun ?? 0n);
        if (call.token) move(`trc10 ${call.token.id}`, call.from, call.to, call.token.amount);
      }
      for (const { contract, from, to, amount, type } of tx.events ?? [])
        if (type === undefined) move(contract, from, to, amount);
      for (const { contract, name, holder, balance = 0n } of tx.acts ?? [])
        if (name === 'Issue') move(contract, '', holder, balance);
        else move(contract, holder, '', balance);
    }
    return sums;
  }
  function accountAnswer(address: string): Response {
    const isKnown =
      options.opening?.[address] !== undefined ||
      options.contracts?.includes(address) === true ||
      sorted.some(
        ({ tx }) => parties(tx).has(address) || (tx.calls ?? []).some((call) => call.to === address),
      );
    const sums = has(address);
    const staked = options.staked?.[address] ?? 0n;
    const tokens = [...sums].filter(([asset]) => asset.startsWith('T') && asset !== 'TRX');
    const assets = [...sums].filter(([asset]) => asset.startsWith('trc10'));
    const account = {
      address: hexOf(address),
      balance: (sums.get('TRX') ?? 0n) - staked,
      create_time: GENESIS,
      frozenV2: [{ amount: staked }, { type: 'ENERGY' }],
      trc20: tokens.map(([contract, amount]) => ({ [contract]: `${amount}` })),
      assetV2: assets.map(([asset, value]) => ({ key: asset.slice(6), value })),
      ...(options.contracts?.includes(address) ? { type: 'Contract' } : {}),
    };
    return json({ data: isKnown ? [account] : [], success: true, meta: { at: blockMs(tip), page_size: 1 } });
  }

  function blockBody(height: number): unknown {
    if (height < 1 || height > solid) return {};
    const raw_data = headerOf(height);
    const own = byBlock.get(height) ?? [];
    const transactions = own.map((each) => {
      const { signature, txID, raw_data: words, raw_data_hex } = txBody(each);
      return { ret: [{ contractRet: resultOf(each.tx) }], signature, txID, raw_data: words, raw_data_hex };
    });
    return {
      blockID: blockId(height),
      block_header: { raw_data },
      ...(own.length === 0 ? {} : { transactions }),
    };
  }
  function nodeTx({ tx, raw, id }: Made): unknown {
    const contract = contractOf(tx) as { parameter: { value: Record<string, unknown> } };
    const { value } = contract.parameter;
    // The node prints names as hex and leaves out what is nought.
    const shown = Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== 0n && each !== '')
        .map(([name, each]) => [
          name,
          name === 'asset_name' ? Buffer.from(String(each)).toString('hex') : each,
        ]),
    );
    return {
      ret: [{ contractRet: resultOf(tx) }],
      signature: [SIGNATURE],
      txID: id,
      raw_data: {
        contract: [{ ...contract, parameter: { ...contract.parameter, value: shown } }],
        timestamp: 0,
      },
      raw_data_hex: raw,
    };
  }
  function topic(address: string): string {
    return bytes20(address).padStart(64, '0');
  }
  function record({ tx, id }: Made): unknown {
    const isCall = 'contract' in tx.act;
    const fee = feeOf(tx);
    const log = (tx.failed === undefined ? (tx.events ?? []) : []).map((event) => ({
      address: bytes20(event.contract),
      topics: [
        event.type !== 'Approval'
          ? 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
          : '8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
        topic(event.from),
        topic(event.to),
        ...(event.type === 'single' ? [event.amount.toString(16).padStart(64, '0')] : []),
      ],
      ...(event.type === 'single' ? {} : { data: event.amount.toString(16).padStart(64, '0') }),
    }));
    const calls = (tx.calls ?? []).map((call, n) => ({
      hash: callId(id, n),
      caller_address: hexOf(call.from),
      transferTo_address: hexOf(call.to),
      callValueInfo: [
        call.sun ? { callValue: call.sun } : {},
        ...(call.token ? [{ callValue: call.token.amount, tokenId: call.token.id }] : []),
      ],
      note: '63616c6c',
      ...(call.rejected || tx.failed ? { rejected: true } : {}),
    }));
    return {
      id,
      ...(fee === 0n ? {} : { fee }),
      blockNumber: tx.block,
      blockTimeStamp: blockMs(tx.block),
      contractResult: [''],
      receipt: isCall ? { result: tx.failed ?? 'SUCCESS', net_usage: 345 } : { net_usage: 268 },
      ...(tx.failed === undefined ? {} : { result: 'FAILED' }),
      ...(tx.reward === undefined ? {} : { withdraw_amount: tx.reward }),
      ...(log.length === 0 ? {} : { log }),
      ...(calls.length === 0 ? {} : { internal_transactions: calls }),
    };
  }

  function node(method: string, body: { num?: number; value?: string }): Response {
    if (method === 'getnowblock') return json(blockBody(solid));
    if (method === 'getblockbynum') return json(blockBody(body.num ?? -1));
    const found = byId.get(body.value ?? '');
    if (found === undefined || found.tx.block > solid) return json({});
    if (method === 'gettransactionbyid') return json(nodeTx(found));
    if (method === 'gettransactioninfobyid') return json(record(found));
    return json({ Error: 'class java.lang.IllegalArgumentException : unknown' });
  }

  function answer(request: Request): Response {
    const list =
      /^\/v1\/accounts\/(T\w{33})(?:\/(transactions|transactions\/trc20|internal-transactions))?$/.exec(
        request.path,
      );
    if (list !== null)
      return list[2] === undefined
        ? accountAnswer(list[1] as string)
        : listAnswer(list[1] as string, list[2], request.query ?? {});
    const contract = /^\/v1\/contracts\/(T\w{33})\/events$/.exec(request.path)?.[1];
    if (contract !== undefined) return eventsAnswer(contract, request.query ?? {});
    const method = /^\/walletsolidity\/(\w+)$/.exec(request.path)?.[1];
    if (method !== undefined && request.body !== undefined)
      return node(method, JSON.parse(request.body) as { num?: number; value?: string });
    return json({ success: false, error: 'Not found', statusCode: 404 }, 404);
  }
  return {
    answer,
    http: async (request) => answer(request),
    ids: made.map(({ id }) => id),
    blockId,
    blockMs,
  };
}

function json(body: unknown, status = 200): Response {
  return { status, headers: { 'content-type': 'application/json' }, body: stringify(body) as string };
}
