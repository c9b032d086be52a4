// What a round of exploration costs: rounds of ten wallets each in a world in which most is already known. The ceilings
// kept from round to round against a whole pass in every round.
import { placeKey } from '../../src/model/place.ts';
import { ceilingKeeper } from '../../src/trace/ceiling/keeper.ts';
import { timelineBuilder } from '../../src/trace/timeline.ts';
import { ceilingsInOnePass } from '../support/ceiling-in-one-pass.ts';
import { bigWorld } from './big-world.ts';
import { line } from './timed.ts';

export function benchRounds(): void {
  for (const count of [10_000, 100_000]) {
    const { transfers, questionOf, wallets } = bigWorld(count);
    const last = wallets.slice(-100);
    const late = new Set(last.map(placeKey));
    const early = wallets.map(placeKey).filter((key) => !late.has(key));
    const builder = timelineBuilder();
    builder.add(transfers);
    const timeline = builder.timeline();
    const keeper = ceilingKeeper();
    const first = performance.now();
    keeper.update(timeline, questionOf(new Set(early)));
    const whole = performance.now() - first;
    let kept = 0;
    let passes = 0;
    for (let round = 1; round <= 10; round += 1) {
      const question = questionOf(new Set([...early, ...last.slice(0, round * 10).map(placeKey)]));
      const start = performance.now();
      keeper.update(timeline, question);
      const between = performance.now();
      ceilingsInOnePass(timeline, question);
      kept += between - start;
      passes += performance.now() - between;
    }
    line(
      `ceilings of ${count} transfers`,
      `first ${whole.toFixed(0)} ms; a later round ${(kept / 10).toFixed(1)} ms, a whole pass ${(passes / 10).toFixed(1)} ms`,
    );
  }
}
