// The Colonial Pipeline case: the tape is what world.txt renders, and the published figures come out of it.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTape, writeTape } from '../../src/net/tape.ts';
import type { ResultJson, RunJson } from '../../src/report/schema.ts';
import { cli } from '../support/cli.ts';
import { expectFrozen } from '../support/frozen.ts';
import { readCoinWorld, serveCoinWorld } from '../support/world-text.ts';

const FOLDER = 'fixtures/cases/colonial';
const FBI = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
const BTC = 'bip122:000000000019d6689c085ae165831e93/slip44:0';

async function result(...argv: string[]): Promise<ResultJson> {
  const { code, out, err } = await cli(['run', FOLDER, '--json', ...argv]);
  expect(err).not.toContain('differs');
  expect(code).toBe(0);
  return JSON.parse(out) as ResultJson;
}

function runNamed(json: ResultJson, name: string): RunJson {
  return json.runs.find((run) => run.name === name) as RunJson;
}

test('the tape is what the facts in world.txt render', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-colonial-'));
  const recorded = join(folder, 'recorded.jsonl');
  const http = serveCoinWorld(readCoinWorld(join(FOLDER, 'world.txt')));
  const { code, err } = await cli(['run', FOLDER, '--record', recorded, '--no-store'], { http });
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) as string });
  const rendered = join(folder, 'rendered.jsonl');
  const header = {
    kind: 'rendered',
    note: 'Esplora answers rendered from the published transactions in world.txt; block hashes are fabricated, they are not part of the published facts',
    source: 'world.txt',
  } as const;
  await writeTape(rendered, header, (await readTape(recorded)).rows);
  await expect(readFileSync(rendered, 'utf8')).toMatchFileSnapshot(
    join(process.cwd(), FOLDER, 'tape', 'esplora.jsonl'),
  );
});

test('the frozen results are what the case gives, field by field', () => expectFrozen(FOLDER));

test('a changed result is a failure that names the place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trace-changed-'));
  cpSync(FOLDER, folder, { recursive: true });
  const file = join(folder, 'expected', 'seizure.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"6146816619"', '"6146816618"'));
  const { code, err } = await cli(['run', folder]);
  expect(code).toBe(1);
  expect(err).toMatch(/seizure: differs from .*seizure\.json; expected → now:\n/);
  // One figure stands in one place of this file only, and its neighbours are not touched.
  const changed = err.split('\n').filter((line) => line.includes('→') && !line.includes('expected'));
  expect(changed).toHaveLength(1);
  expect(changed[0]).toContain('61.46816618 BTC → 61.46816619 BTC');
});

test('an option that may change the result is said, and nothing is compared', async () => {
  const { code, err } = await cli(['run', FOLDER, '--convention', 'lifo']);
  expect(code).toBe(0);
  expect(err).toContain('not compared');
});

describe('the published figures', () => {
  // shared/reference/conventions.md, known answer 3; the bounds of the FBI's coin hold for every conserving convention.
  const seized: Readonly<Record<string, { fbi: bigint; change: bigint; fees: bigint }>> = {
    fifo: { fbi: 6_146_816_619n, change: 223_183_381n, fees: 0n },
    lifo: { fbi: 6_145_827_297n, change: 224_172_703n, fees: 0n },
    haircut: { fbi: 5_828_829_111n, change: 540_262_455n, fees: 905_273n + 3_161n },
    pifo: { fbi: 5_779_577_823n, change: 590_422_177n, fees: 0n },
    libr: { fbi: 6_369_007_224n, change: 0n, fees: 989_322n + 3_454n },
    tiho: { fbi: 6_369_996_546n, change: 3_454n, fees: 0n },
    poison: { fbi: 6_369_996_546n, change: 590_422_177n, fees: 989_322n + 3_454n },
  };

  test('the seized coin holds, of the 63.7 BTC, what each convention says', async () => {
    const run = runNamed(await result(), 'seizure');
    for (const [convention, { fbi }] of Object.entries(seized))
      expect([
        convention,
        run.endpoints.find(({ address }) => address === FBI)?.amounts[convention]?.[BTC],
      ]).toEqual([convention, String(fbi)]);
  });

  test('the ransom goes to 1DToN8…, and the run ends there with evidence-ends and exit 0', async () => {
    const run = runNamed(await result(), 'ransom');
    const end = run.notFollowed.find(({ address }) => address === '1DToN8Q6y31TGAz75Df729Bnujk6Xg7q5X');
    expect(end?.reason).toBe('evidence-ends');
    // shared/reference/cases.md: both inputs are the seed's, 20,000 + 7,500,030,000; outputs 1,693 and 7,500,034,246; fee 14,061.
    expect(end?.amounts.fifo?.[BTC]).toBe('7500034246');
    expect(run.seeds[0]?.injected[BTC]).toBe('7500050000');
    expect(run.fees.amounts.fifo?.[BTC]).toBe('14061');
    expect(run.gaps).toEqual([]);
  });

  test('every satoshi of both runs is in one line of the statement', async () => {
    for (const run of (await result()).runs)
      for (const row of run.statement) expect([row.convention, row.residual]).toEqual([row.convention, '0']);
  });
});
