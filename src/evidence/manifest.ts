// The manifest of a bundle: every part with its size and SHA-256, and one root hash over all. Not what the parts say.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { badBundle, isPartName, type Parts, unzipped, zipped } from './zip.ts';

const MANIFEST = 'manifest.json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  bundle: z.literal(1),
  program: z.strictObject({ name: z.literal('trace'), version: z.string() }),
  parts: z.array(
    z.strictObject({ name: z.string().refine(isPartName), bytes: z.int().min(0), sha256: hash }),
  ),
  root: hash,
});
export type Manifest = z.infer<typeof manifestSchema>;

export interface Opened {
  readonly manifest: Manifest;
  /** What a signature signs. */
  readonly manifestBytes: Uint8Array;
  /** Without the manifest. */
  readonly parts: Parts;
  /** Where the parts are not what the manifest says; empty: all is as it was sealed. */
  readonly faults: readonly string[];
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of the lines that `sha256sum` prints for the sorted parts, so that anyone can make it without this program. */
function rootOf(parts: Manifest['parts']): string {
  return sha256(parts.map(({ name, sha256: of }) => `${of}  ${name}\n`).join(''));
}

/** The bytes of a bundle and of its manifest, and the root hash. The same parts and version give the same bytes. */
export function sealed(
  parts: Parts,
  version: string,
): { bytes: Uint8Array; manifest: Uint8Array; root: string } {
  const { all, manifest, root } = manifested(parts, version);
  return { bytes: zipped(all), manifest, root };
}

/** Likewise, unzipped. */
export function withManifest(parts: Parts, version: string): Parts {
  return manifested(parts, version).all;
}

function manifested(parts: Parts, version: string): { all: Parts; manifest: Uint8Array; root: string } {
  const listed = [...parts]
    .map(([name, content]) => ({ name, bytes: content.length, sha256: sha256(content) }))
    .sort(byName);
  const root = rootOf(listed);
  const manifest = written({ bundle: 1, program: { name: 'trace', version }, parts: listed, root });
  return { all: new Map([...parts, [MANIFEST, manifest]]), manifest, root };
}

function written({ bundle, program: { name, version }, parts, root }: Manifest): Uint8Array {
  const told = { bundle, program: { name, version }, parts, root };
  return new TextEncoder().encode(`${JSON.stringify(told, undefined, 2)}\n`);
}

/** Throws KnownError `bad-bundle` where there is no manifest to hold the parts against; a part that differs is a fault. */
export function opened(bytes: Uint8Array): Opened {
  return openedParts(unzipped(bytes));
}

/** Of parts with their manifest, from wherever they were read. */
export function openedParts(all: Parts): Opened {
  const bytes = all.get(MANIFEST);
  if (bytes === undefined) throw badBundle(`it has no ${MANIFEST}`);
  const manifest = readManifest(bytes);
  const parts = new Map([...all].filter(([name]) => name !== MANIFEST));
  const faults = faultsOf(manifest, parts);
  // Two entries of one name in its JSON, or parts out of order: another reader may see another manifest, another root.
  if (
    faults.length === 0 &&
    !Buffer.from(bytes).equals(written({ ...manifest, parts: [...manifest.parts].sort(byName) }))
  )
    faults.push('the manifest is not written as a seal writes it');
  return { manifest, manifestBytes: bytes, parts, faults };
}

function byName({ name: a }: { name: string }, { name: b }: { name: string }): number {
  return a < b ? -1 : 1;
}

function readManifest(bytes: Uint8Array): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw badBundle(`${MANIFEST} is no JSON`, error);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badBundle(
    `${MANIFEST}, ${issue?.path.join('.') || 'top level'}: ${issue?.message ?? 'not as expected'}`,
  );
}

function faultsOf(manifest: Manifest, parts: Parts): string[] {
  const faults: string[] = [];
  const listed = new Set<string>();
  for (const { name, bytes, sha256: of } of manifest.parts) {
    const part = parts.get(name);
    if (listed.has(name)) faults.push(`the manifest lists ${name} twice`);
    listed.add(name);
    if (part === undefined) faults.push(`${name} is missing`);
    else if (part.length !== bytes || sha256(part) !== of) faults.push(`${name} is not what was sealed`);
  }
  for (const name of parts.keys()) if (!listed.has(name)) faults.push(`${name} is not in the manifest`);
  if (rootOf(manifest.parts) !== manifest.root) faults.push('the root hash is not that of the parts listed');
  return faults;
}
