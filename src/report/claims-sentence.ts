// How many claims of victims a run uses, and what became of the others: said before any figure, since a claim that is not
// used is in none.
import type { VictimFindings } from '../trace/claims/victims.ts';
import { forTerminal } from './escape.ts';

const STATES = ['ambiguous', 'unmatched', 'unsearched', 'refused'] as const;

export function claimsSentence({ file, victims }: VictimFindings): string {
  const outcomes = victims.flatMap(({ claims }) => claims.map(({ outcome }) => outcome.state));
  const named = victims.filter(({ name }) => name !== undefined).length;
  const all = outcomes.length;
  const used = outcomes.filter((state) => state === 'used').length;
  const others = STATES.map((state) => [state, outcomes.filter((each) => each === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const rest = others.length === 0 ? '' : `, ${others.join(', ')}: what is not used is in no figure`;
  return `Of ${all} claim${all === 1 ? '' : 's'} of ${named} victim${named === 1 ? '' : 's'} (${forTerminal(file.name)}) ${used} ${used === 1 ? 'is' : 'are'} used${rest}.`;
}
