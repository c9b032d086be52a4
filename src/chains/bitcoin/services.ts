// The public Esplora services, as rows. Not how they are asked (esplora-ask.ts) nor how the limits are kept (net/).
import type { Request, Response } from '../../model/http.ts';
import type { Judge, Service } from '../../net/service.ts';

/** Of a limit that is worked off: the next try goes on with the scan (Blockstream/electrs tests/scan_limits.rs). */
const SCAN_UNFINISHED = /history too large to scan/i;

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function isAnswer(request: Request, response: Response): boolean {
  const { path } = request;
  const body = response.body.trim();
  if (path.startsWith('/blocks/tip/height')) return /^\d{1,9}$/.test(body);
  if (path.startsWith('/block-height/')) return /^[0-9a-f]{64}$/.test(body);
  if (/\/(hex|header|txid\/\d+)$/.test(path)) return /^([0-9a-f]{2})+$/.test(body);
  return isJson(body);
}

/** Keeps a body that was cut or is no answer at all out of the store: there it would fail for ever. */
export const judgeEsplora: Judge = (request, response) => {
  if (response.status === 400 && SCAN_UNFINISHED.test(response.body)) return 'transient';
  return response.status === 200 && isAnswer(request, response) ? 'good' : 'bad';
};

/**
 * Neither publishes its limits. mempool.space bans who keeps running into 429 (mempool/mempool #1631, #4106); users of
 * blockstream.info space calls by 250 ms (Blockstream/esplora #449). A service of one's own needs no such limits.
 */
export const esploraServices: readonly Service[] = [
  {
    name: 'mempool.space',
    baseUrl: 'https://mempool.space/api',
    perSecond: 4,
    inFlight: 2,
    judge: judgeEsplora,
  },
  {
    name: 'blockstream.info',
    baseUrl: 'https://blockstream.info/api',
    perSecond: 4,
    inFlight: 2,
    judge: judgeEsplora,
  },
];

/**
 * An Electrum server, asked for proofs, and as an index of addresses beside a node: `tcp://host:port` or `tls://host:port`. Without a base URL there is none: the
 * public ones change, and each learns what it is asked.
 */
export const electrumServices: readonly Service[] = [{ name: 'electrum', baseUrl: '', inFlight: 4 }];
