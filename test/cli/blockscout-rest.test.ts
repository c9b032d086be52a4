// A run over Blockscout's REST API, by the whole program: had again offline, from its tape and from its bundle; of one wallet too.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { cli } from '../support/cli.ts';
import { fanOut } from '../support/fan-out.ts';

const world = fanOut('ethereum', 2);
const REST = ['--source', 'blockscout-rest'];
const nobody: Http = async () => {
  throw new Error('nobody is to be asked');
};
const runs = (text: string) => (JSON.parse(text) as { runs: unknown }).runs;

test('is had again from what was stored, from its tape and from its bundle, byte for byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-rest-'));
  const [store, tape, bundle] = ['store', 'tape', 'bundle.zip'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const argv = [world.seed, '--min-value', '0', '--json', ...REST];
  const first = await cli([...argv, '--store', store, '--record', tape, '--bundle', bundle], {
    http: world.http,
  });
  expect([first.code, first.err]).toEqual([0, '']);
  const again = await cli([...argv, '--offline', '--store', store], { http: nobody });
  const played = await cli([...argv, '--replay', tape], { http: nobody });
  expect([runs(again.out), runs(played.out)]).toEqual([runs(first.out), runs(first.out)]);
  const verified = await cli(['verify', bundle], { http: nobody });
  expect(verified.code).toBe(0);
  expect(verified.out.replace(/\s+/g, ' ')).toContain('the result is the same, byte for byte');
});

test('tells of a wallet what the lists by block ranges tell', async () => {
  const form = ['--json', '--no-store'];
  const listed = await cli(['wallet', world.seed, ...form], { http: world.http });
  const { code, out } = await cli(['wallet', world.seed, ...form, ...REST], { http: world.http });
  expect(code).toBe(0);
  const plain = (text: string) => {
    const { question: _question, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return rest;
  };
  expect(plain(out)).toEqual(plain(listed.out));
});
