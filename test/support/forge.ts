// What a forger can do who seals a bundle anew: change any part, or change the answers and let the program derive all the
// rest from them. Every hash is right afterwards.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { opened, sealed } from '../../src/evidence/manifest.ts';
import { cli } from './cli.ts';

export interface VerdictJson {
  readonly standing: string;
  readonly layers: readonly { name: string; standing: string; notes: string[] }[];
  readonly transfers: readonly {
    chain: string;
    transfer: string;
    standing: string;
    why: string;
    amount?: string;
    from?: string;
    to?: string;
  }[];
  readonly anchors: readonly { height: number; hash: string; basis: string; isKnown: boolean }[];
}

export async function verified(file: string, ...more: string[]): Promise<VerdictJson> {
  const { code, out, err } = await cli(['verify', file, '--json', ...more]);
  expect(err).toBe('');
  const verdict = JSON.parse(out) as VerdictJson;
  expect(code).toBe(verdict.standing === 'contradicted' ? 1 : 0);
  return verdict;
}

export const layerOf = ({ layers }: VerdictJson, name: string) => layers.find((layer) => layer.name === name);

type Change = (text: string) => string;
const folder = mkdtempSync(join(tmpdir(), 'trace-forge-'));
const text = (part: Uint8Array | undefined): string => Buffer.from(part as Uint8Array).toString('utf8');

/** Parts changed, and sealed. The seal is whole. */
export async function resealed(
  file: string,
  changes: Readonly<Record<string, Change>>,
): Promise<VerdictJson> {
  const { parts, manifest } = opened(readFileSync(file));
  const all = new Map(parts);
  for (const [name, change] of Object.entries(changes)) {
    const before = text(all.get(name) ?? new Uint8Array());
    const after = change(before);
    expect(after).not.toBe(before);
    all.set(name, new TextEncoder().encode(after));
  }
  return sealedVerdict(all, manifest.program.version);
}

/** Answers changed, the run of `argv` made anew from them, the old proofs beside it, or changed ones. */
export async function rederived(
  file: string,
  argv: readonly string[],
  change: Change,
  ofProofs: Readonly<Record<string, Change>> = {},
): Promise<VerdictJson> {
  const { parts, manifest } = opened(readFileSync(file));
  const all = new Map(parts);
  for (const [name, forge] of Object.entries(ofProofs))
    all.set(name, new TextEncoder().encode(forge(text(all.get(name)))));
  const tape = join(folder, 'forged.jsonl');
  const before = text(parts.get('answers.jsonl'));
  const after = change(before);
  if (Object.keys(ofProofs).length === 0) expect(after).not.toBe(before);
  writeFileSync(tape, after);
  const plain = join(folder, 'plain.zip');
  const { code, err } = await cli([...argv, '--replay', tape, '--quiet', '--bundle', plain]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const [name, part] of opened(readFileSync(plain)).parts) all.set(name, part);
  const verdict = await sealedVerdict(all, manifest.program.version);
  // All follows from the answers.
  expect(layerOf(verdict, 'replay')?.standing).toBe('consistent');
  return verdict;
}

async function sealedVerdict(parts: ReadonlyMap<string, Uint8Array>, version: string): Promise<VerdictJson> {
  const target = join(folder, 'forged.zip');
  writeFileSync(target, sealed(parts, version).bytes);
  const verdict = await verified(target);
  expect(layerOf(verdict, 'seal')?.standing).toBe('consistent');
  return verdict;
}
