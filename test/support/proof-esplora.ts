// An Esplora service over raw Bitcoin blocks: histories (esplora-world.ts) and what proves them, from the same bytes.
import type { Transaction } from 'bitcoinjs-lib';
import type { Http, Response } from '../../src/model/http.ts';
import { branchOf, type RawBlock } from './bitcoin-proofs.ts';
import { type EsploraTx, esploraWorld } from './esplora-world.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const idOf = (hash: Uint8Array): string => Buffer.from(hash).reverse().toString('hex');

function txsOf({ block }: RawBlock): Transaction[] {
  return block.transactions as Transaction[];
}

/** As Esplora tells them; every coin spent must have been made in one of the blocks. */
function esploraTxs(blocks: readonly RawBlock[]): EsploraTx[] {
  const made = new Map(blocks.flatMap((each) => txsOf(each).map((tx) => [tx.getId(), tx] as const)));
  return blocks.flatMap((raw) =>
    txsOf(raw).map((tx): EsploraTx => {
      const outputs = tx.outs.map(({ script, value }) => ({
        scriptpubkey: hexOf(script),
        value: Number(value),
      }));
      const inputs = tx.ins.map(({ hash, index }) => {
        const output = made.get(idOf(hash))?.outs[index];
        const isIssued = tx.isCoinbase();
        return {
          txid: idOf(hash),
          vout: index,
          prevout:
            isIssued || output === undefined
              ? null
              : { scriptpubkey: hexOf(output.script), value: Number(output.value) },
          is_coinbase: isIssued,
        };
      });
      const paid = outputs.reduce((sum, { value }) => sum + value, 0);
      const given = inputs.reduce((sum, { prevout }) => sum + (prevout?.value ?? 0), 0);
      return {
        txid: tx.getId(),
        vin: inputs,
        vout: outputs,
        fee: tx.isCoinbase() ? 0 : given - paid,
        status: {
          confirmed: true,
          block_height: raw.height,
          block_hash: raw.block.getId(),
          block_time: raw.block.timestamp,
        },
      };
    }),
  );
}

export function rawEsplora(blocks: readonly RawBlock[], tip: number): Http {
  const world = esploraWorld(esploraTxs(blocks), { tipHeight: tip });
  const byHeight = new Map(blocks.map((raw) => [raw.height, raw]));
  const byId = new Map(blocks.map((raw) => [raw.block.getId(), raw]));
  const placeOf = new Map(
    blocks.flatMap((raw) => txsOf(raw).map((tx, position) => [tx.getId(), { raw, tx, position }] as const)),
  );
  const text = (body: string): Response => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });
  const json = (value: unknown): Response => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
  return async (request) => {
    const [, kind, name = '', what, number] = request.path.split('/');
    const tx = kind === 'tx' ? placeOf.get(name) : undefined;
    if (tx !== undefined && what === 'hex') return text(tx.tx.toHex());
    if (tx !== undefined && what === 'merkle-proof') {
      const ids = txsOf(tx.raw).map((each) => each.getId());
      return json({ block_height: tx.raw.height, merkle: branchOf(ids, tx.position), pos: tx.position });
    }
    const block = kind === 'block' ? byId.get(name) : undefined;
    if (block !== undefined && what === undefined)
      return json({ id: name, height: block.height, timestamp: block.block.timestamp });
    if (block !== undefined && what === 'header') return text(block.block.toHex(true));
    if (block !== undefined && what === 'txid') return text(txsOf(block)[Number(number)]?.getId() ?? '');
    if (kind === 'blocks' && /^\d+$/.test(name)) {
      const rows = Array.from({ length: 10 }, (_, down) => byHeight.get(Number(name) - down)).filter(
        (each) => each !== undefined,
      );
      return json(
        rows.map(({ block: b, height }) => ({
          id: b.getId(),
          height,
          version: b.version,
          timestamp: b.timestamp,
          merkle_root: idOf(b.merkleRoot as Uint8Array),
          previousblockhash: idOf(b.prevHash as Uint8Array),
          nonce: b.nonce,
          bits: b.bits,
        })),
      );
    }
    return world(request);
  };
}
