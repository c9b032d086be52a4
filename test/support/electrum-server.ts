// An Electrum server over raw Bitcoin blocks, on the loopback interface: JSON-RPC a line each (protocol 1.4), after
// shared/reference/apis.md §2. As a real one it answers nothing before `server.version`.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Transaction } from 'bitcoinjs-lib';
import { branchOf, type RawBlock } from './bitcoin-proofs.ts';

export interface ElectrumServer {
  readonly port: number;
  /** Methods asked, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function electrumServer(
  blocks: readonly RawBlock[],
  { tip, tls }: { tip: number; tls?: { key: string; cert: string } },
): Promise<ElectrumServer> {
  const asked: string[] = [];
  const txsOf = ({ block }: RawBlock): Transaction[] => block.transactions as Transaction[];
  const idsOf = (raw: RawBlock): string[] => txsOf(raw).map((tx) => tx.getId());
  const at = (height: unknown): RawBlock | undefined => blocks.find((raw) => raw.height === height);

  function answer(method: string, [first, second]: readonly unknown[]): unknown {
    const block = at(first);
    if (method === 'blockchain.transaction.get')
      return blocks
        .flatMap(txsOf)
        .find((tx) => tx.getId() === first)
        ?.toHex();
    if (method === 'blockchain.transaction.get_merkle') {
      const own = at(second);
      const pos = own === undefined ? -1 : idsOf(own).indexOf(String(first));
      if (own === undefined || pos < 0) return undefined;
      return { block_height: second, merkle: branchOf(idsOf(own), pos), pos };
    }
    if (method === 'blockchain.transaction.id_from_pos' && block !== undefined)
      return { tx_hash: idsOf(block)[Number(second)], merkle: branchOf(idsOf(block), Number(second)) };
    if (method === 'blockchain.block.header') return block?.block.toHex(true);
    if (method === 'blockchain.block.headers') {
      const row: string[] = [];
      for (let n = Number(first); n < Number(first) + Number(second) && at(n) !== undefined; n += 1)
        row.push((at(n) as RawBlock).block.toHex(true));
      return { count: row.length, hex: row.join(''), max: 2016 };
    }
    return method === 'blockchain.headers.subscribe' ? { height: tip, hex: '' } : undefined;
  }

  function serve(socket: Socket): void {
    let text = '';
    let isGreeted = false;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const lines = text.split('\n');
      text = lines.pop() as string;
      for (const line of lines) {
        const { id, method, params } = JSON.parse(line) as { id: unknown; method: string; params: unknown[] };
        if (method === 'server.version') {
          isGreeted = true;
          socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: ['a server', '1.4'] })}\n`);
          continue;
        }
        asked.push(method);
        const result = isGreeted ? answer(method, params) : undefined;
        const rest = result === undefined ? { error: { code: 1, message: 'no' } } : { result };
        // In two pieces, as the network may deliver them.
        const out = `${JSON.stringify({ jsonrpc: '2.0', id, ...rest })}\n`;
        socket.write(out.slice(0, 20));
        setImmediate(() => socket.write(out.slice(20)));
      }
    });
  }

  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
