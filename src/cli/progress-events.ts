// `--watch-progress json`: how far a run is, told to a script: one JSON line for each event on stderr. docs/cli.md has the
// fields. Not the result, and none of it reaches one.
import { forJson } from '../report/escape.ts';
import type { Progress } from '../trace/explore.ts';
import type { Given } from './flags.ts';
import { type ProgressLine, perSecond, progressLine } from './progress.ts';
import type { World } from './world.ts';

/** Between two lines that say no more than that requests were sent. */
const EVERY_MS = 1000;

export function watched(world: World, given: Pick<Given, 'quiet' | 'watchProgress'>): ProgressLine {
  return given.watchProgress === undefined ? progressLine(world, given.quiet) : progressEvents(world);
}

function progressEvents(world: World): ProgressLine {
  const started = world.now();
  let requests = 0;
  let told = started;
  function tell(event: 'asking' | 'round' | 'end', more: object = {}): void {
    const now = world.now();
    told = now;
    const rate = Number(perSecond(requests, now - started));
    const asked = { requests, requestsPerSecond: rate, milliseconds: now - started };
    world.err(`${forJson(JSON.stringify({ event, ...more, ...asked }))}\n`);
  }
  return {
    request() {
      requests += 1;
      if (world.now() - told >= EVERY_MS) tell('asking');
    },
    walk: (progress) => tell('round', roundOf(progress)),
    clear: () => tell('end'),
  };
}

function roundOf({ round, explored, transfers, unexplained = () => [] }: Progress): object {
  return {
    round,
    wallets: explored,
    transfers,
    unexplained: unexplained().map(({ asset, info, atMost, of }) => ({
      asset,
      symbol: info?.symbol ?? null,
      decimals: info?.decimals ?? null,
      atMost: atMost.toString(),
      of: of.toString(),
    })),
  };
}
