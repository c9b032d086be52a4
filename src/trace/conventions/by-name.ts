// The table of conventions.
import type { Convention, ConventionName } from './convention.ts';
import { fifo } from './fifo.ts';
import { haircut } from './haircut.ts';
import { libr } from './libr.ts';
import { lifo } from './lifo.ts';
import { pifo } from './pifo.ts';
import { poison } from './poison.ts';
import { tiho } from './tiho.ts';

export const conventions: Readonly<Record<ConventionName, Convention>> = {
  fifo,
  lifo,
  haircut,
  pifo,
  libr,
  tiho,
  poison,
};
