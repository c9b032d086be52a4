// An Http that fails each request so many times in turn, in ways that services are known to fail in, before it answers as
// the one beneath it. Knows of each chain what a server that is behind the others says.
import { createHash } from 'node:crypto';
import type { Http, Request, Response } from '../../src/model/http.ts';
import { networkFailure } from '../../src/net/network-failure.ts';
import { requestKey } from '../../src/net/request-key.ts';

export const failures = ['429', '500', 'timeout', 'cut', 'half a body', 'web page', 'stale'] as const;
export type Failure = (typeof failures)[number];

/** `which`: how the n-th call of a request fails, from 0; undefined: it does not. */
export function failing(http: Http, which: (key: string, call: number) => Failure | undefined): Http {
  const calls = new Map<string, number>();
  return async (request, signal) => {
    const key = requestKey(request);
    const call = calls.get(key) ?? 0;
    calls.set(key, call + 1);
    const failure = which(key, call);
    return failure === undefined ? http(request, signal) : failed(failure, request, http);
  };
}

/** Each request in the same ways, other requests in others: `times` in turn. */
export function anyhow(
  times: number,
  kinds: readonly Failure[] = failures,
): (key: string, call: number) => Failure | undefined {
  return (key, call) => {
    if (call >= times) return undefined;
    const first = createHash('sha256').update(key).digest().readUInt8(0);
    return kinds[(first + call) % kinds.length];
  };
}

async function failed(failure: Failure, request: Request, http: Http): Promise<Response> {
  if (failure === 'timeout') throw networkFailure(request, 'none within 60 seconds');
  if (failure === 'cut') throw networkFailure(request, 'the connection failed or broke off');
  if (failure === '429') return reply('slow down', 429);
  if (failure === 'web page') return reply('<!DOCTYPE html><html><title>Just a moment…</title></html>');
  if (failure === '500') return reply('oops', 500);
  const answer = await http(request);
  if (failure === 'stale') return stale(request, answer);
  if (answer.status !== 200) return reply('behind', 502);
  // Half of a plain number would be another one.
  const kept = /^[[{]/.test(answer.body) ? Math.floor(answer.body.length / 2) : 0;
  return { ...answer, body: answer.body.slice(0, kept) };
}

function reply(body: string, status = 200): Response {
  return { status, headers: {}, body };
}

/** So many blocks behind. */
const BEHIND = 50;

/** What has no last block in it comes with an error instead. */
function stale(request: Request, { body }: Response): Response {
  const { path, query, body: asked = '' } = request;
  const rpc = query?.action ?? /"method":"(\w+)"/.exec(asked)?.[1];
  if (path === '/blocks/tip/height') return reply(String(Number(body) - BEHIND));
  if (path.startsWith('/block-height/')) return reply('Block not found', 404);
  if (rpc === 'eth_blockNumber')
    return reply(
      body.replace(/"0x[0-9a-f]+"/, (text) => `"0x${(Number(JSON.parse(text)) - BEHIND).toString(16)}"`),
    );
  if (rpc === 'eth_getBlockByNumber') return reply('{"jsonrpc":"2.0","id":1,"result":null}');
  if (rpc === 'getblockcount') return reply(body.replace(/"result":\d+/, '"result":60'));
  if (rpc === 'getblockhash' && !asked.includes('[0]')) return reply(outOfRange(asked));
  if (path.endsWith('/getblockbynum') || path.endsWith('/gettransactioninfobyid')) return reply('{}');
  if (path.endsWith('/getnowblock')) return reply(earlier(body));
  return reply('behind', 502);
}

/** What Bitcoin Core says of a block that it does not have yet. */
function outOfRange(asked: string): string {
  const error = { code: -8, message: 'Block height out of range' };
  return JSON.stringify(
    (JSON.parse(asked) as { id: number }[]).map(({ id }) => ({ result: null, error, id })),
  );
}

/** A block's id begins with its number. */
function earlier(body: string): string {
  const block = JSON.parse(body);
  const header = block.block_header.raw_data;
  header.number -= BEHIND;
  header.timestamp -= BEHIND * 3_000;
  block.blockID = header.number.toString(16).padStart(16, '0') + block.blockID.slice(16);
  return JSON.stringify(block);
}
