// Likely change: each sign alone, signs that disagree, and where none may speak.
import { expect, test } from 'vitest';
import { type ChangeSign, changeOf } from '../../../src/graph/coins/change.ts';
import { type Part, written } from './support.ts';

interface Case {
  readonly ins: readonly Part[];
  readonly outs: readonly Part[];
  readonly seen?: readonly string[];
  readonly height?: number;
}

/** Vout, signs for it and against it; undefined: none is likely change. All places were seen before, unless said. */
function check({ ins, outs, seen, height = 300_000 }: Case, expected: string | undefined): void {
  const all = seen ?? [...ins, ...outs].map(([owner]) => owner);
  const found = changeOf(
    written('t', height, ins, outs),
    (place) => place.kind === 'wallet' && all.includes(place.address),
  );
  const words = (signs: readonly ChangeSign[]): string => signs.join(' ');
  expect(found && `${found.id.split('/').at(-1)}: ${words(found.signs)}; ${words(found.against)}`).toBe(
    expected,
  );
}

// Two outputs of one type, both odd, both seen, above no input of several: nothing singles one out.
const plain: Case = {
  ins: [['1payer', 900_001]],
  outs: [
    ['1a', 500_001],
    ['1b', 399_002],
  ],
};

test('nothing singles out one of two alike', () => check(plain, undefined));

test('an address among the inputs', () =>
  check(
    {
      ...plain,
      outs: [
        ['1a', 500_001],
        ['1payer', 399_002],
      ],
    },
    '1: reuse; ',
  ));

test('the type of address that all inputs have, and only it', () => {
  const native = (program: string): string => `bc1q${program.padEnd(38, 'q')}`;
  check(
    {
      ins: [[native('p'), 900_001]],
      outs: [
        ['1a', 500_001],
        [native('x'), 399_002],
      ],
    },
    '1: same-type; ',
  );
  // P2WSH is another type than P2WPKH.
  check(
    {
      ins: [[native('p'), 900_001]],
      outs: [
        [`bc1q${'z'.repeat(58)}`, 500_001],
        [native('x'), 399_002],
      ],
    },
    '1: same-type; ',
  );
  // Inputs of two types say nothing.
  check(
    {
      ins: [
        ['1p', 900_001],
        ['3p', 300_001],
      ],
      outs: [
        ['1a', 500_001],
        ['3b', 699_002],
      ],
    },
    undefined,
  );
});

test('the one that is no multiple of 0.001 BTC', () =>
  check(
    {
      ...plain,
      outs: [
        ['1a', 500_000],
        ['1b', 399_002],
      ],
    },
    '1: not-round; ',
  ));

test('the one below the smallest of several inputs', () => {
  const ins: Part[] = [
    ['1p', 500_001],
    ['1q', 400_001],
  ];
  const outs: Part[] = [
    ['1a', 800_001],
    ['1b', 99_002],
  ];
  check({ ins, outs }, '1: below-inputs; ');
  // Of one input every output is below it.
  check({ ins: [['1p', 900_002]], outs }, undefined);
});

test('the one whose address was not seen before', () =>
  check({ ...plain, seen: ['1payer', '1a'] }, '1: first-seen; '));

test('signs that disagree are told; a tie is no answer', () => {
  const outs: Part[] = [
    ['1a', 500_000],
    ['1b', 399_002],
  ];
  check({ ...plain, outs, seen: ['1payer', '1a'] }, '1: not-round first-seen; ');
  check({ ...plain, outs, seen: ['1payer', '1b'] }, undefined);
  check(
    {
      ins: [
        ['1p', 500_001],
        ['1q', 450_001],
      ],
      outs,
      seen: ['1p', '1q', '1b'],
    },
    '1: not-round below-inputs; first-seen',
  );
});

test('a single output, a coinbase and a CoinJoin have none', () => {
  check({ ins: [['1p', 500_001]], outs: [['1p', 400_000]] }, undefined);
  const joined: Case = {
    ins: [
      ['1p', 900_000],
      ['1q', 800_000],
    ],
    outs: [
      ['1a', 300_000],
      ['1b', 300_000],
      ['1p', 599_000],
      ['1d', 499_000],
    ],
  };
  check(joined, '2: reuse; ');
  check({ ...joined, height: 800_000 }, undefined);
});
