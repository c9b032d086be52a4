// What a bare import of the library costs: the files that are loaded with it, followed through the source.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Packages that a file loads at once, its own files' included; types and `import()` load nothing. */
function packagesOf(file: string, seen: Map<string, readonly string[]> = new Map()): Set<string> {
  if (!seen.has(file)) {
    const text = readFileSync(file, 'utf8');
    const names = [...text.matchAll(/^(?:import|export) (?!type\b)[^;']*?from '([^']+)'/gm)].map(
      (match) => match[1] as string,
    );
    seen.set(file, names);
    for (const name of names) if (name.startsWith('.')) packagesOf(resolve(dirname(file), name), seen);
  }
  return new Set(
    [...seen.values()].flat().filter((name) => !name.startsWith('.') && !name.startsWith('node:')),
  );
}

test('importing the library loads no chain’s library, no schema and no parser of the command line', () => {
  const packages = packagesOf(resolve('src/library/fundtrace.ts'));
  expect(packages).toContain('p-limit');
  const late = [
    'ethers',
    'bitcoinjs-lib',
    '@bitcoinerlab/secp256k1',
    '@noble/hashes',
    'zod',
    'commander',
    'chalk',
  ];
  expect(late.filter((name) => packages.has(name))).toEqual([]);
});
