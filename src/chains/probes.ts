// One small question for each service, to learn whether it answers and takes its key: how high its chain is. Not how
// services are asked for a trace.
import { z } from 'zod';
import type { Request, Response } from '../model/http.ts';
import { esploraServices } from './bitcoin/services.ts';
import { evmChains } from './evm/chains-table.ts';
import { dialects } from './evm/dialects.ts';
import { nodeServices } from './evm/nodes.ts';
import { tronServices } from './tron/services.ts';

export interface Probe {
  readonly request: Request;
  /** The height that the answer tells; undefined: it is no such answer. */
  readonly height: (body: string) => number | undefined;
}

const RPC = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] });
const rpcAnswer = z
  .object({ result: z.string().regex(/^0x[0-9a-f]{1,12}$/i) })
  .transform(({ result }) => Number(result));
const tronAnswer = z
  .object({ block_header: z.object({ raw_data: z.object({ number: z.number().int() }) }) })
  .transform(({ block_header }) => block_header.raw_data.number);

/** By name of the service. */
export function probes(): ReadonlyMap<string, Probe> {
  const { blockscout, etherscan } = dialects;
  const rpc = json(rpcAnswer);
  const all: Probe[] = [
    ...esploraServices.map(({ name }) => ({
      request: { service: name, path: '/blocks/tip/height' },
      height: plain,
    })),
    ...evmChains.flatMap(({ blockscout: service }) =>
      service === undefined || blockscout.rpc === 'proxy'
        ? []
        : [{ request: { service: service.name, path: blockscout.rpc.post, body: RPC }, height: rpc }],
    ),
    ...evmChains.slice(0, 1).map(({ etherscan: { service, chainid } }) => ({
      request: {
        service: service.name,
        path: etherscan.path,
        query: { chainid, module: 'proxy', action: 'eth_blockNumber' },
      },
      height: rpc,
    })),
    ...nodeServices.map(({ name }) => ({ request: { service: name, path: '/', body: RPC }, height: rpc })),
    ...tronServices.map(({ name }) => ({
      request: { service: name, path: '/walletsolidity/getnowblock', body: '{}' },
      height: json(tronAnswer),
    })),
  ];
  return new Map(all.map((probe) => [probe.request.service, probe]));
}

function plain(body: string): number | undefined {
  return /^\d{1,9}$/.test(body.trim()) ? Number(body) : undefined;
}

function json(shape: z.ZodType<number>): Probe['height'] {
  return (body) => {
    try {
      return shape.safeParse(JSON.parse(body)).data;
    } catch {
      return undefined;
    }
  };
}

/** Only in a refusal: a good answer is never looked at. */
export function refusesKey({ status, body }: Response): boolean {
  return (
    status === 401 ||
    /(invalid|missing)[^"]{0,20}api[ -]?key|api[ -]?key[^"]{0,30}(invalid|not valid|not exist)/i.test(
      body.slice(0, 2_000),
    )
  );
}
