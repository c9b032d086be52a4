// Audits of worlds that no source tells: a walk put together by hand, and its audit as the program writes it.
import type { ChainId } from '../../src/model/chain.ts';
import type { Ledger } from '../../src/model/ledger.ts';
import { isOwner } from '../../src/model/place.ts';
import { auditCsv } from '../../src/report/audit/csv.ts';
import { auditText } from '../../src/report/audit/text.ts';
import type { ReportHead } from '../../src/report/json.ts';
import { auditsOf } from '../../src/trace/audit/audit.ts';
import type { Rule } from '../../src/trace/audit/paper.ts';
import { conventions } from '../../src/trace/conventions/by-name.ts';
import type { Findings } from '../../src/trace/findings.ts';
import { defaultOptions } from '../../src/trace/options.ts';
import type { Question } from '../../src/trace/question.ts';
import { sweep } from '../../src/trace/sweep/sweep.ts';
import type { Swept } from '../../src/trace/sweep/swept.ts';
import type { Timeline } from '../../src/trace/timeline.ts';
import type { Walk } from '../../src/trace/walk.ts';

const head: ReportHead = {
  version: 'test',
  command: 'trace a world',
  synthetic: undefined,
  tapes: [],
  labelSources: [],
};

/** `swepts`: what the sweeps say, if a test wants to lie. */
export function walkOf(
  timeline: Timeline,
  question: Question,
  rules: readonly Rule[],
  swepts: readonly Swept[] = rules.map((name) => sweep(timeline, question, conventions[name], 'dropped')),
): Walk {
  const display: Partial<Ledger> = {
    display: (place) => (place.kind === 'wallet' ? place.address : place.scriptHash),
  };
  const chains = new Set(timeline.places.filter(isOwner).map(({ chain }): ChainId => chain));
  const ledgers = new Map([...chains].map((chain) => [chain, display as Ledger]));
  const explored = { timeline, question, failedCoins: new Set(), reasonFor: () => 'hub' };
  return { request: { ledgers, labels: { of: () => [] } }, explored, swepts } as unknown as Walk;
}

function auditedFindings(walk: Walk, rules: readonly Rule[]): Findings {
  const { timeline } = walk.explored;
  return {
    options: { ...defaultOptions, conventions: rules },
    asOf: [],
    services: [],
    assets: timeline.assets.map((id) => ({ id, symbol: id, decimals: undefined, genuine: true })),
    explored: { places: 0, transfers: timeline.legs.length },
    names: new Map(),
    gaps: [],
    pending: [],
    audits: auditsOf(walk, rules, []),
  } as unknown as Findings;
}

function written(form: typeof auditCsv, walk: Walk, rules: readonly Rule[]): string {
  return [...form([{ name: 'world', findings: auditedFindings(walk, rules) }], head)].join('');
}

export const csvOf = (walk: Walk, rules: readonly Rule[]): string => written(auditCsv, walk, rules);
export const textOf = (walk: Walk, rules: readonly Rule[]): string => written(auditText, walk, rules);
