// `trace screen` over a policy, labels and a transfer list in a folder of its own. No test of its own.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './cli.ts';

export function screening<Result>(texts: Readonly<Record<'policy' | 'labels' | 'ledger', string>>) {
  const home = mkdtempSync(join(tmpdir(), 'trace-screen-'));
  const at = (name: string): string => join(home, name);
  for (const [name, text] of Object.entries(texts)) writeFileSync(at(name), text);
  const files = (['policy', 'labels', 'ledger'] as const).flatMap((name) => [`--${name}`, at(name)]);
  const screen = async (input: string, ...more: readonly string[]) => {
    const { code, out, err } = await cli(['screen', '-', ...files, ...more], { home, input });
    return { code, err, result: out === '' ? undefined : (JSON.parse(out) as Result) };
  };
  return { at, screen };
}
