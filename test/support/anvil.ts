// A real Ethereum node for tests: anvil of the package @foundry-rs/anvil, which brings its binary. On a free port, with
// Ethereum's chain id, block times of its own; stopped by whoever started it, and with the test's process at the latest.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Http } from '../../src/model/http.ts';
import { keptProcess } from './kept-process.ts';

const BINARY = binary();

/** Where there is no anvil for a platform, its tests are skipped, and their names end with this. */
export const noAnvil = BINARY === undefined ? ' (skipped: no anvil)' : '';

const FIRST_TIME = 1_700_000_000;
export const BLOCK_TIME = 12;

export interface Anvil {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The result; a refusal of the node is an error with its words. */
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** As the transport gives it to the program: every service is this node. */
  readonly http: Http;
  stop(): Promise<void>;
}

/** A block for each transaction, 12 seconds apart. `more`: further arguments, such as `--hardfork shanghai`. */
export async function startAnvil(more: readonly string[] = []): Promise<Anvil> {
  if (BINARY === undefined) throw new Error('there is no anvil for this platform');
  const own = ['--host', '127.0.0.1', '--port', '0', '--chain-id', '1', '--order', 'fifo'];
  const { child, stop } = keptProcess(BINARY, [...own, '--timestamp', `${FIRST_TIME}`, ...more]);
  const url = `http://${await listening(child)}`;
  const post = async (body: string) => {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    return { status: answer.status, headers: {}, body: await answer.text() };
  };
  async function rpc(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const { body } = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    const answer = JSON.parse(body) as { result?: unknown; error?: { message: string } };
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }
  await rpc('anvil_setBlockTimestampInterval', BLOCK_TIME);
  return {
    url,
    rpc,
    http: async ({ body = '' }) => post(body),
    stop,
  };
}

/** Host and port, once it says that it answers. */
function listening(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (part: Buffer) => {
      said += part.toString();
      const where = /Listening on (\S+)/.exec(said)?.[1];
      if (where !== undefined) resolve(where);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    // Its input is still open: it has ended by itself.
    child.stdout.once('end', () => reject(new Error(`anvil has ended: ${said.slice(-500)}`)));
  });
}

function binary(): string | undefined {
  const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  const name = `anvil-${process.platform}-${machine}`;
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  try {
    const file = join(dirname(require.resolve(`@foundry-rs/${name}/package.json`)), 'bin', 'anvil');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
