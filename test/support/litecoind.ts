// A real node of Bitcoin Core's kind for tests: Debian's litecoind, which is Bitcoin Core 0.21 in all that is asked here
// once its own extension (MWEB) is switched off. Its regtest chain begins with a block of its own, so the one question for
// that is answered as Bitcoin's main chain would; and addresses are those of Litecoin, which nothing here reads.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Http } from '../../src/model/http.ts';
import { keptProcess } from './kept-process.ts';

function isInstalled(): boolean {
  try {
    execFileSync('litecoind', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Where it is not installed (`apt-get install litecoind`) its tests are skipped, and their names end with this. */
export const noLitecoind = isInstalled() ? '' : ' (skipped: no litecoind)';

const MAIN_GENESIS = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f';

export interface Litecoind {
  /** The result; a refusal of the node is an error with its words. */
  rpc<T>(method: string, ...params: readonly unknown[]): Promise<T>;
  /** As the transport gives it to the program: every service is this node. */
  readonly http: Http;
  stop(): Promise<void>;
}

export async function startLitecoind(): Promise<Litecoind> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-litecoind-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const kept = keptProcess('litecoind', [
    ...['-regtest', `-datadir=${folder}`, '-vbparams=mweb:-2:0', '-txindex=1', '-fallbackfee=0.0001'],
    ...['-listen=0', '-connect=0', '-dnsseed=0', '-printtoconsole=0'],
    ...['-rpcuser=u', '-rpcpassword=p', `-rpcport=${port}`],
  ]);
  async function stop(): Promise<void> {
    await kept.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
  async function post(body: string) {
    const answer = await fetch(url, { method: 'POST', body, headers: { authorization } });
    return { status: answer.status, headers: {}, body: await answer.text() };
  }
  async function rpc<T>(method: string, ...params: readonly unknown[]): Promise<T> {
    const { body } = await post(JSON.stringify({ jsonrpc: '1.0', id: 1, method, params }));
    const { result, error } = JSON.parse(body) as { result: T; error: { message: string } | null };
    if (error !== null) throw new Error(`${method}: ${error.message}`);
    return result;
  }
  for (let tries = 0; ; tries += 1) {
    const failed = await rpc('getblockcount').then(() => undefined, String);
    if (failed === undefined) break;
    if (tries > 600) {
      await stop();
      throw new Error(`litecoind does not answer: ${failed}`);
    }
    await wait(25);
  }
  const genesis = await rpc<string>('getblockhash', 0);
  return {
    rpc,
    async http({ body = '' }) {
      const calls = JSON.parse(body) as { method: string; params: unknown[] }[];
      const answer = await post(body.replaceAll(MAIN_GENESIS, genesis));
      const isAboutFirst = calls.length === 1 && (calls[0]?.params[0] === 0 || body.includes(MAIN_GENESIS));
      return isAboutFirst ? { ...answer, body: answer.body.replaceAll(genesis, MAIN_GENESIS) } : answer;
    },
    stop,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
