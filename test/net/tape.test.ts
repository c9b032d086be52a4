import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { type Recording, recordedRows, recording } from '../../src/net/recording.ts';
import { replaying } from '../../src/net/replaying.ts';
import { readTape, writeTape } from '../../src/net/tape.ts';
import { failingWith } from './failing-with.ts';
import { temporaryFolder } from './temporary-folder.ts';

const answer = (body: string, headers = {}) => ({ status: 200, headers, body });
const row = (path: string, body = 'x', n?: number) =>
  JSON.stringify({
    key: `s ${path}`,
    ...(n === undefined ? {} : { n }),
    request: { service: 's', path },
    response: answer(body),
  });

async function tapeOf(...lines: string[]): Promise<string> {
  const file = join(await temporaryFolder(), 'tape.jsonl');
  await writeFile(file, lines.join('\n'));
  return file;
}

/** Records the given requests, answered in turn, and writes the tape. */
async function record(asked: readonly (readonly [path: string, body: string])[]): Promise<string> {
  const bodies = asked.map(([, body]) => body);
  const recorded: Recording = new Map();
  const http = recording(async () => answer(bodies.shift() ?? ''), recorded);
  for (const [path] of asked) await http({ service: 's', path, keep: { kind: 'settled' } });
  const file = join(await temporaryFolder(), 'tape.jsonl');
  await writeTape(file, { kind: 'recorded', note: 'a test' }, recordedRows(recorded));
  return file;
}

const replay = async (file: string): Promise<Http> => replaying(await readTape(file));

test('a tape is a header and rows sorted by key, in these very bytes', async () => {
  const file = await record([
    ['/b', '2'],
    ['/a', '1'],
    ['/B', '3'],
  ]);
  expect(await readFile(file, 'utf8')).toBe(
    [
      '{"tape":1,"kind":"recorded","note":"a test"}',
      '{"key":"s /B","request":{"service":"s","path":"/B"},"response":{"status":200,"headers":{},"body":"3"}}',
      '{"key":"s /a","request":{"service":"s","path":"/a"},"response":{"status":200,"headers":{},"body":"1"}}',
      '{"key":"s /b","request":{"service":"s","path":"/b"},"response":{"status":200,"headers":{},"body":"2"}}',
      '',
    ].join('\n'),
  );
  expect(await readdir(join(file, '..'))).toEqual(['tape.jsonl']);
});

test('the bytes do not depend on the order of the requests, nor on that of query and headers', async () => {
  const tape = async (flip: (items: [string, string][]) => [string, string][]) => {
    const recorded: Recording = new Map();
    const headers = Object.fromEntries(
      flip([
        ['content-type', 'a'],
        ['retry-after', '1'],
      ]),
    );
    const http = recording(async () => answer('x', headers), recorded);
    const query = Object.fromEntries(
      flip([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    for (const [path] of flip([
      ['/a', ''],
      ['/b', ''],
    ]))
      await http({ service: 's', path, query });
    const file = join(await temporaryFolder(), 't.jsonl');
    await writeTape(file, { kind: 'recorded' }, recordedRows(recorded));
    return readFile(file, 'utf8');
  };
  expect(await tape((items) => items)).toBe(await tape((items) => items.reverse()));
});

test('what was recorded is what a replay answers, whatever the texts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.webPath({ size: 'small' }), fc.string({ unit: 'grapheme' })), {
        selector: ([path]) => path,
        maxLength: 5,
      }),
      fc.string({ unit: 'grapheme' }),
      async (pairs, body) => {
        const recorded: Recording = new Map();
        const answers = new Map(pairs);
        const source: Http = async ({ path }) => answer(answers.get(path) ?? '');
        const http = recording(source, recorded);
        for (const [path] of pairs) await http({ service: 's', path, body });
        const played = replaying({ headers: [], rows: recordedRows(recorded) });
        for (const [path, expected] of pairs) {
          expect((await played({ service: 's', path, body })).body).toBe(expected);
        }
      },
    ),
  );
});

test('different answers to one request are numbered and replayed in order, the last one again and again', async () => {
  const file = await record([
    ['/tip', '1'],
    ['/tip', '1'],
    ['/tip', '2'],
    ['/tip', '1'],
  ]);
  const numbers = (await readTape(file)).rows.map(({ n, response }) => [n, response.body]);
  expect(numbers).toEqual([
    [0, '1'],
    [1, '2'],
    [2, '1'],
  ]);
  const http = await replay(file);
  const bodies = [];
  for (let i = 0; i < 5; i++) bodies.push((await http({ service: 's', path: '/tip' })).body);
  expect(bodies).toEqual(['1', '2', '1', '1', '1']);
});

test('an answer that differs in its rate counters only is the same answer', async () => {
  const recorded: Recording = new Map();
  let left = 10;
  const http = recording(async () => answer('x', { 'x-ratelimit-remaining': String(left--) }), recorded);
  await http({ service: 's', path: '/' });
  await http({ service: 's', path: '/' });
  expect(recordedRows(recorded)).toHaveLength(1);
});

test('a miss names the request and the nearest key, and never goes elsewhere', async () => {
  const file = await tapeOf(row('/address/abc/txs'), row('/address/abd/txs'), row('/block/1'));
  const http = await replay(file);
  const error = await failingWith('tape-miss', http({ service: 's', path: '/address/abd/txs/chain' }));
  expect(error.facts).toEqual([
    'request: s /address/abd/txs/chain',
    'nearest on the tape: s /address/abd/txs',
  ]);
  const bare = await replay(await tapeOf('{"tape":1,"kind":"recorded"}'));
  const empty = await failingWith('tape-miss', bare({ service: 's', path: '/' }));
  expect(empty.facts[1]).toContain('empty');
});

test('of keys that begin alike, the one that ends alike is nearest', async () => {
  const http = await replay(await tapeOf(row('/tx/1/hex'), row('/tx/2/status'), row('/tx/3/outspends')));
  const error = await failingWith('tape-miss', http({ service: 's', path: '/tx/9/outspends' }));
  expect(error.facts[1]).toBe('nearest on the tape: s /tx/3/outspends');
});

test('rows in any order, a last line without its end and a file without header are read', async () => {
  const http = await replay(await tapeOf(row('/b', '2'), row('/a', '1')));
  expect((await http({ service: 's', path: '/a' })).body).toBe('1');
  expect((await http({ service: 's', path: '/b' })).body).toBe('2');
});

test('a folder of tapes is one tape, and says what each file is', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '1.jsonl'), `{"tape":1,"kind":"recorded","source":"block 1"}\n${row('/a')}\n`);
  await writeFile(join(folder, '2.jsonl'), `{"tape":1,"kind":"rendered"}\n${row('/b')}\n`);
  await writeFile(join(folder, 'README.md'), 'no tape');
  const tape = await readTape(folder);
  expect(tape.rows.map(({ key }) => key)).toEqual(['s /a', 's /b']);
  expect(tape.headers).toEqual([{ kind: 'recorded', source: 'block 1' }, { kind: 'rendered' }]);
});

test('a tape that is not whole is refused, naming file and line', async () => {
  const good = row('/a');
  const wrong: [lines: string[], line: number, why: RegExp][] = [
    [[good, good.slice(0, -20)], 2, /cut off/],
    [[good, '', row('/b')], 2, /no JSON/],
    [['<html>', good], 1, /no JSON/],
    [[''], 1, /empty/],
    [[good, '{"key":"s /b"}'], 2, /no tape row: request/],
    [[good, row('/b').replace('200', '"200"')], 2, /no tape row: response.status/],
    [[good, '[]'], 2, /no tape row/],
    [['{"tape":2,"kind":"recorded"}', good], 1, /unknown tape version 2/],
    [['{"tape":1,"kind":"invented"}', good], 1, /no tape header: kind/],
    [[good, '{"tape":1,"kind":"recorded"}'], 2, /no tape row/],
    [[good, row('/b'), good], 3, /a second time/],
    [[row('/a', 'x', 1), row('/a', 'y', 1)], 2, /a second time/],
  ];
  for (const [lines, line, why] of wrong) {
    const file = await tapeOf(...lines);
    const error = await failingWith('tape-unreadable', readTape(file));
    expect(error.message).toContain(`${file}, line ${line}:`);
    expect(error.message).toMatch(why);
  }
});

test('the same answer in two files of a folder is refused, naming both', async () => {
  const folder = await temporaryFolder();
  for (const name of ['1', '2']) await writeFile(join(folder, `${name}.jsonl`), `${row('/a')}\n`);
  const error = await failingWith('tape-unreadable', readTape(folder));
  expect(error.message).toContain('2.jsonl, line 1');
  expect(error.facts[0]).toContain('1.jsonl, line 1');
});

test('a missing file and a folder without tapes are refused', async () => {
  const folder = await temporaryFolder();
  await failingWith('tape-unreadable', readTape(join(folder, 'none.jsonl')));
  await mkdir(join(folder, 'empty'));
  await failingWith('tape-unreadable', readTape(join(folder, 'empty')));
});

test('a tape that cannot be written is an error and leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await failingWith('tape-unwritable', writeTape(join(folder, 'none', 't.jsonl'), { kind: 'recorded' }, []));
  await failingWith('tape-unwritable', writeTape(join(folder, 'taken'), { kind: 'recorded' }, []));
  expect(await readdir(folder)).toEqual(['taken']);
});
