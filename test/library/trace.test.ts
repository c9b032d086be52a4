// The library's trace: the same result as the command line's, from values instead of flags and files.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Http, KnownError, type TraceQuestion, toJson, trace } from '../../src/library/fundtrace.ts';
import { replaying } from '../../src/net/replaying.ts';
import { readTape } from '../../src/net/tape.ts';
import { jsonText } from '../../src/report/json.ts';
import { cli } from '../support/cli.ts';

const LIST = 'docs/examples/export.csv';
const LABELS = 'docs/examples/labels.csv';
const TAPE = 'fixtures/cases/colonial/tape';
const SEIZED = '9436dbf0435b15378f309c35754a110db880fa9bb66a062160a25533bb4a212a:0';

const listed: TraceQuestion = {
  seeds: { wallets: ['victim'] },
  source: { list: readFileSync(LIST), name: LIST },
  labels: [{ name: LABELS, content: readFileSync(LABELS) }],
};

async function refusal(question: unknown): Promise<string> {
  return trace(question as TraceQuestion).then(
    () => 'nothing was refused',
    (error) => {
      if (error instanceof KnownError) return `${error.code}: ${error.message}`;
      throw error;
    },
  );
}

/** There is none in a library. */
function withoutCommand(json: string): string {
  return json.replace(/^ {2}"command": .*\n/m, '');
}

describe('toJson', () => {
  test('of a transfer list is what --json prints but for the command line, byte for byte', async () => {
    const { out } = await cli(['victim', '--ledger', LIST, '--labels', LABELS, '--totals', '--json']);
    expect(jsonText(toJson(await trace({ ...listed, totals: 'asked' })))).toBe(withoutCommand(out));
  });

  test('of a tape is what --json prints but for the command line, byte for byte, whatever the options', async () => {
    const flags = ['--convention', 'all', '--stop-at', 'seizure', '--hops', '3', '--min-value', '1%'];
    const end = ['--max-wallets', '20', '--hub-limit', '900', '--until', '2021-06-30', '--asset', 'BTC'];
    const { out, code } = await cli(['--tx', SEIZED, '--replay', TAPE, ...flags, ...end, '--json']);
    // The tape holds what its own case asks, which these options cut short differently: gaps are part of both.
    expect([0, 3]).toContain(code);
    const findings = await trace({
      seeds: { payments: [SEIZED] },
      source: { tape: TAPE },
      options: {
        conventions: ['fifo', 'lifo', 'haircut', 'pifo', 'libr', 'tiho', 'poison'],
        stopAt: ['seizure'],
        hops: 3,
        minValue: '1%',
        maxWallets: 20,
        hubLimit: 900,
        // The end of that day: 2021-07-01T00:00:00Z is 1625097600.
        until: 1_625_097_599,
        assets: ['btc'],
      },
    });
    expect(jsonText(toJson(findings))).toBe(withoutCommand(out));
    expect(findings.about.tapes).toHaveLength(1);
  });

  test('carries the name and the title that it is given', async () => {
    const { name, title, runs } = toJson(await trace(listed), { name: 'one', title: 'Where?' });
    expect([name, title, runs.length]).toEqual(['one', 'Where?', 1]);
  });
});

describe('a source', () => {
  test('may be text as well as bytes', async () => {
    const text = { ...listed, source: { list: readFileSync(LIST, 'utf8'), name: LIST } };
    expect(toJson(await trace(text))).toEqual(toJson(await trace(listed)));
  });

  test('may be any function that answers requests', async () => {
    const played = replaying(await readTape(TAPE));
    const services = new Set<string>();
    const http: Http = (request, signal) => {
      services.add(request.service);
      return played(request, signal);
    };
    const asked = { seeds: { payments: [SEIZED] }, options: { stopAt: ['seizure'], hops: 1 } };
    const { entities } = await trace({ ...asked, source: { http } });
    const fromTape = await trace({ ...asked, source: { tape: TAPE } });
    expect(entities).toEqual(fromTape.entities);
    expect([...services]).toContain('mempool.space');
  });

  test('is not asked once the signal says stop', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(trace({ ...listed, signal })).rejects.toThrow('enough');
  });
});

test('as of a block or a time, nothing later is seen', async () => {
  // Two payments come in at heights 1 and 2; the money goes on at 3 and 4.
  for (const asOf of [{ height: 2 }, { time: 1_704_106_800 }, { chains: { example: { height: 2 } } }]) {
    const findings = await trace({ ...listed, asOf });
    expect(findings.asOf[0]?.height).toBe(2);
    expect(findings.endpoints).toEqual([]);
    expect(findings.held[0]?.display).toBe('middle');
  }
});

test('rows of label files that cannot be used are told, not dropped in silence', async () => {
  const content =
    'chain,address,name,category,source\nexample,desk,Desk,exchange,me\nexample,,Nobody,exchange,me\n';
  const { about } = await trace({ ...listed, labels: [{ name: 'mine.csv', content }] });
  expect(about.labelsRefused).toEqual([{ pack: 'mine.csv', line: 3, why: 'its address is empty' }]);
});

test('progress is told round by round', async () => {
  const rounds: number[] = [];
  await trace({ ...listed, onProgress: ({ round }) => void rounds.push(round) });
  expect(rounds.slice(0, 2)).toEqual([1, 2]);
});

describe('what cannot be meant is refused before anything is asked', () => {
  test.each([
    [{ seeds: { wallets: [] } }, /^no-seed:/],
    [{ seeds: { wallets: ['victim'], payments: ['t1'] } }, /^bad-argument: seeds mixes/],
    [{ seeds: { wallets: [undefined] } }, /^bad-argument: seeds\.wallets\[0\]/],
    [{ source: {} }, /^bad-argument: source has neither/],
    [{ source: { list: 7 } }, /^bad-argument: source\.list/],
    [{ source: { tape: TAPE, explorers: ['somebody'] } }, /^bad-argument: source\.explorers/],
    [{ source: { tape: 'no/such/tape' } }, /^tape-unreadable:/],
    [{ options: { hops: -1 } }, /^bad-argument: options\.hops/],
    [{ options: { maxWallets: 1.5 } }, /^bad-argument: options\.maxWallets/],
    [{ options: { minValue: '-1' } }, /^bad-argument: options\.minValue/],
    [{ options: { conventions: [] } }, /^bad-argument: options\.conventions/],
    [{ options: { conventions: ['FIFO'] } }, /^bad-argument: options\.conventions/],
    [{ options: { since: 10, until: 5 } }, /^bad-argument: options\.until/],
    [{ options: { since: 'yesterday' } }, /^bad-argument: options\.since/],
    [{ asOf: { chains: { ethereum: { height: 1 } } } }, /^bad-argument: asOf\.chains/],
    [{ asOf: { height: -5 } }, /^bad-argument: asOf\.height/],
    [{ labels: [{ name: 'x', content: '' }] }, /^labels-unreadable:/],
    [{ chain: 'no such chain' }, /^unknown-chain:/],
    [
      { seeds: { wallets: ['5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'] } },
      /^secret-pasted:(?!.*5Hue)/,
    ],
  ])('%#', async (change, message) => {
    expect(await refusal({ ...listed, ...change })).toMatch(message);
  });
});
