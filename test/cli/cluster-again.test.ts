// A cluster that is asked about again: with more histories it goes on from what was read, and what new blocks bring is the same as
// from scratch. The world is made up.
import { expect, test } from 'vitest';
import type { Http } from '../../src/model/http.ts';
import { clusterSchema } from '../../src/report/schema.ts';
import { temporaryFolder } from '../net/temporary-folder.ts';
import { cli } from '../support/cli.ts';
import { addressOf, coinStory, type Told } from '../support/coin-story.ts';

const H = 800_000;

function spend(nth: number, ...owners: readonly string[]): Told {
  const vin = owners.map((owner, n): Told['vin'][number] => [`coin-${nth}:${n}`, owner, 100_000]);
  return { name: `spend-${nth}`, height: H + nth, vin, vout: [['shop', owners.length * 100_000 - 500]] };
}

function coins({ name, height, vin }: Told): Told {
  return {
    name: name.replace('spend', 'coin'),
    height: height - 1,
    vin: [[`bank-${name}:0`, 'bank', vin.length * 100_000 + 500]],
    vout: vin.map(([, owner, satoshi]) => [owner, satoshi]),
  };
}

const early = [spend(2, 'a', 'b'), spend(4, 'b', 'c'), spend(6, 'd', 'e')];
// Joins what stood apart, and brings one that nobody knew.
const late = [spend(202, 'c', 'd'), spend(204, 'a', 'f')];
const world = (spends: readonly Told[], tip: number): Http =>
  coinStory([...spends.map(coins), ...spends], tip);

/** An hour passes between two questions: how high the chain is is asked anew. */
let now = 1_700_000_000_000;

async function asked(http: Http, store: string, ...more: readonly string[]) {
  now += 3_600_000;
  const paths: string[] = [];
  const counting: Http = (request, signal) => {
    paths.push(`${request.path} ${JSON.stringify(request.query ?? {})}`);
    return http(request, signal);
  };
  const { code, out, err } = await cli(
    ['cluster', addressOf('a'), '--no-book', '--store', store, '--quiet', '--json', ...more],
    { http: counting, now: () => now },
  );
  expect([code, err]).toEqual([0, '']);
  const answer = clusterSchema.parse(JSON.parse(out));
  return { out, answer, histories: paths.filter((path) => path.includes('/txs/chain')) };
}

const membersOf = ({ answer }: Awaited<ReturnType<typeof asked>>): string[] => {
  const names = new Map([...'abcdef'].map((name) => [addressOf(name), name]));
  return answer.members.map(({ address }) => names.get(address) ?? address).sort();
};

test('with a wider limit it goes on from the histories that were read: none is asked for twice', async () => {
  const http = world(early, H + 50);
  const store = await temporaryFolder();
  const first = await asked(http, store, '--max-wallets', '1');
  expect([membersOf(first), first.answer.unread.length]).toEqual([['a', 'b'], 1]);
  const second = await asked(http, store);
  expect(membersOf(second)).toEqual(['a', 'b', 'c']);
  expect(first.histories).toHaveLength(1);
  expect(second.histories).toHaveLength(2);
  expect(second.histories).not.toContain(first.histories[0]);
  const third = await asked(http, store);
  expect([third.histories, third.out]).toEqual([[], second.out]);
  expect((await asked(http, await temporaryFolder())).out).toBe(second.out);
});

test('with new blocks it is what it is from scratch, and the former answer still stands at its block', async () => {
  const store = await temporaryFolder();
  const before = await asked(world(early, H + 50), store, '--as-of', String(H + 20));
  expect(membersOf(before)).toEqual(['a', 'b', 'c']);
  const grown = world([...early, ...late], H + 300);
  const after = await asked(grown, store, '--as-of', String(H + 250));
  expect(membersOf(after)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect((await asked(grown, await temporaryFolder(), '--as-of', String(H + 250))).out).toBe(after.out);
  // Of what is kept, and of what the later chain tells of that block.
  for (const place of [store, await temporaryFolder()])
    expect((await asked(grown, place, '--as-of', String(H + 20))).answer).toMatchObject({
      members: before.answer.members,
      because: before.answer.because,
    });
});
