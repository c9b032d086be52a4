// Small worlds asked upstream: `A>B 10` per line, in this order. No test of its own.
import type { Address } from '../../src/model/address.ts';
import { assetId } from '../../src/model/asset.ts';
import type { ChainId } from '../../src/model/chain.ts';
import type { Crossing, CrossingId } from '../../src/model/crossing.ts';
import type { Label } from '../../src/model/label.ts';
import { type Place, type TxId, wallet } from '../../src/model/place.ts';
import type { Transfer, TransferId } from '../../src/model/transfer.ts';
import { sourceFindings } from '../../src/trace/backward/backward.ts';
import type { SourceFindings } from '../../src/trace/backward/findings.ts';
import { walkUpstream } from '../../src/trace/backward/walk-upstream.ts';
import { defaultOptions, type TraceOptions } from '../../src/trace/options.ts';
import { blockOf, memoryLedger } from './memory-ledger.ts';

const CHAIN = 'list:small' as ChainId;
export const USD = assetId('USD');

/** `A>B 10 USD tx`: asset and transaction may be left out. Each line is an hour later; `mint` issues. */
function transfersIn(world: string, chain: ChainId = CHAIN): Transfer[] {
  const heights = new Map<string, number>();
  return world
    .trim()
    .split('\n')
    .map((line, index): Transfer => {
      const [pair = '', amount = '', asset = 'USD', tx = `t${index}`] = line.trim().split(/\s+/);
      const [from = '', to = ''] = pair.split('>');
      const height = heights.get(tx) ?? index;
      heights.set(tx, height);
      const at = (name: string): Place =>
        name === 'mint' ? { kind: 'issued', chain } : wallet(chain, name as Address);
      return {
        id: `${tx}/${index}` as TransferId,
        chain,
        txId: tx as TxId,
        at: { height, time: height * 3600, txIndex: 0, order: index },
        from: at(from),
        to: at(to),
        asset: assetId(asset),
        amount: BigInt(amount),
        coin: undefined,
      };
    });
}

export interface Asking {
  readonly account: string;
  /** `S scam, E exchange 0-5`: name, category, and the hours for which it holds. */
  readonly named?: string;
  readonly options?: Partial<TraceOptions>;
  /** Lines of the world, counted from 0: `1 for 2`. */
  readonly crossings?: readonly string[];
  readonly log?: string[];
}

export async function upstreamOf(world: string, asking: Asking): Promise<SourceFindings> {
  const transfers = transfersIn(world);
  const labels = (asking.named ?? '').split(',').flatMap((row): Label[] => {
    const [address = '', category = '', hours] = row.trim().split(' ');
    if (address === '') return [];
    const [from, to] = (hours ?? '').split('-').map((hour) => Number(hour) * 3600);
    const window = hours === undefined ? {} : { validFrom: from ?? 0, validTo: to ?? 0 };
    const label = { chain: CHAIN, address: address as Address, entity: `${address} & Co.`, category };
    return [{ ...label, source: 'a test', pack: 'test', ...window }];
  });
  const crossings = (asking.crossings ?? []).map((row, index): Crossing => {
    const refs = (words = '') =>
      words.split('+').map((nth) => ({ chain: CHAIN, transfer: transfers[Number(nth)]?.id as TransferId }));
    const [given, received] = row.split(' for ');
    return { id: `c${index}` as CrossingId, basis: 'swap', given: refs(given), received: refs(received) };
  });
  const walk = await walkUpstream({
    account: asking.account.split(' ').map((name) => wallet(CHAIN, name as Address)),
    ledgers: new Map([[CHAIN, memoryLedger(CHAIN, 'account', transfers, asking.log)]]),
    asOf: new Map([[CHAIN, blockOf(CHAIN)]]),
    labels: {
      of: (_chain, address, time) =>
        labels.filter(
          (label) =>
            label.address === address &&
            (time === undefined || ((label.validFrom ?? time) <= time && time <= (label.validTo ?? time))),
        ),
    },
    options: {
      ...defaultOptions,
      minValue: { kind: 'share', numerator: 0n, denominator: 1n },
      ...asking.options,
    },
    crossings,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  return sourceFindings(walk);
}

/** `kind name`, or the reason of one without a name → units under the convention; direct ones behind a slash. */
export function sourcesUnder(
  { sources }: SourceFindings,
  convention: 'fifo' | 'haircut' | 'poison' = 'fifo',
  asset = USD,
): Record<string, string> {
  const rows = sources.map(({ source, display, amounts, direct }): [string, string] => {
    const name = source.place === undefined ? `${source.places} small` : display.split('/').at(-1);
    const units = (table: typeof amounts) => table.get(convention)?.get(asset) ?? 0n;
    return [
      `${source.kind} ${name}${source.reason === undefined ? '' : ` ${source.reason}`}`,
      `${units(amounts)}/${units(direct)}`,
    ];
  });
  return Object.fromEntries(rows.filter(([, units]) => units !== '0/0').sort());
}
