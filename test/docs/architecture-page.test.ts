// docs/ARCHITECTURE.md: its table of rooms is the one that is kept, and the tests it names exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/ARCHITECTURE.md', 'utf8');

test('the table of rooms is the one that test/architecture.test.ts keeps', () => {
  const kept = readFileSync('test/architecture.test.ts', 'utf8');
  const record = /const rooms[^=]*= \{([\s\S]*?)\n\};/.exec(kept)?.[1] ?? '';
  const arrows = [...record.matchAll(/^ {2}(\w+): \[([^\]]*)\]/gm)].map(
    ([, room, list = '']) => [room, [...list.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort()] as const,
  );
  const rows = [...page.matchAll(/^\| `(\w+)` \| [^|]* \| ([^|]*) \|$/gm)].map(
    ([, room, list = '']) => [room, [...list.matchAll(/`(\w+)`/g)].map((match) => match[1]).sort()] as const,
  );
  expect(arrows.length).toBeGreaterThan(5);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(arrows));
  const missing = readdirSync('src').filter((room) => !rows.some(([name]) => name === room));
  expect(missing).toEqual([]);
});

test('every invariant names tests that exist, by their words', () => {
  const named = [...page.matchAll(/`(test\/[^`]+\.test\.ts)`: “([^”]+)”/g)];
  expect(named.length).toBeGreaterThan(10);
  const wrong = named
    .filter(([, file = '', title = '']) => !existsSync(file) || !readFileSync(file, 'utf8').includes(title))
    .map(([, file, title]) => `${file}: ${title}`);
  expect(wrong).toEqual([]);
});
