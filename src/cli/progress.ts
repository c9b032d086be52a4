// One line of progress on a terminal's stderr; nothing anywhere else.
import type { World } from './world.ts';

export interface ProgressLine {
  request(): void;
  walk(progress: { readonly round: number; readonly explored: number; readonly transfers: number }): void;
  clear(): void;
}

const EVERY_MS = 100;

export function progressLine(world: World, quiet: boolean | undefined): ProgressLine {
  const shown = world.errIsTerminal && quiet !== true;
  let requests = 0;
  let state = { round: 0, explored: 0, transfers: 0 };
  let drawn = 0;
  function draw(): void {
    const now = world.now();
    if (!shown || now - drawn < EVERY_MS) return;
    drawn = now;
    const { round, explored, transfers } = state;
    world.err(`\r\u001b[2Kround ${round}: ${explored} wallets, ${transfers} transfers, ${requests} requests`);
  }
  return {
    request() {
      requests += 1;
      draw();
    },
    walk(progress) {
      state = { ...progress };
      draw();
    },
    clear() {
      if (shown && drawn > 0) world.err('\r\u001b[2K');
    },
  };
}
