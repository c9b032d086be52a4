// One line of progress on a terminal's stderr; nothing anywhere else.
import { amountText, assetBook } from '../report/amounts.ts';
import { clippedToCells } from '../report/text/clipped-to-cells.ts';
import type { Progress } from '../trace/explore.ts';
import type { Unexplained } from '../trace/unexplained.ts';
import type { World } from './world.ts';

export interface ProgressLine {
  request(): void;
  walk(progress: Progress): void;
  clear(): void;
}

const EVERY_MS = 100;
/** Where a terminal does not tell its width. */
const USUAL_COLUMNS = 80;

export function progressLine(world: World, quiet: boolean | undefined): ProgressLine {
  const shown = world.errIsTerminal && quiet !== true;
  const started = world.now();
  let requests = 0;
  let state: Progress = { round: 0, explored: 0, transfers: 0 };
  let open: readonly Unexplained[] = [];
  let drawn = 0;
  function draw(): void {
    const now = world.now();
    if (!shown || now - drawn < EVERY_MS) return;
    drawn = now;
    const { round, explored, transfers } = state;
    const parts = [
      `round ${round}: ${explored} wallets`,
      `${transfers} transfers`,
      `${requests} requests (${perSecond(requests, now - started)}/s)`,
      ...unexplainedPart(open),
    ];
    // A line that wraps could not be taken back.
    world.err(`\r\u001b[2K${clippedToCells(parts.join(', '), (world.columns ?? USUAL_COLUMNS) - 1)}`);
  }
  return {
    request() {
      requests += 1;
      draw();
    },
    walk(progress) {
      state = progress;
      open = shown ? (progress.unexplained?.() ?? []) : [];
      draw();
    },
    clear() {
      if (shown && drawn > 0) world.err('\r\u001b[2K');
    },
  };
}

/** Of all that was sent since the beginning: `4.2`. */
export function perSecond(requests: number, ms: number): string {
  return (ms <= 0 ? 0 : (requests * 1000) / ms).toFixed(1);
}

/** The asset of which the largest part is open; how many others there are. */
function unexplainedPart(all: readonly Unexplained[]): string[] {
  const [first, ...others] = all
    .filter(({ atMost }) => atMost > 0n)
    .sort((a, b) => (a.atMost * b.of > b.atMost * a.of ? -1 : 1));
  if (first === undefined) return [];
  const { asset, info, atMost } = first;
  const book = assetBook(info === undefined ? [] : [info]);
  const more = others.length === 0 ? '' : ` and of ${others.length} more`;
  return [`≤ ${amountText(book, asset, atMost)}${more} unexplained`];
}
