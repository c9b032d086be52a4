// An analyst's decisions of a JSON result as findings have them.
import type { AssetId } from '../../model/asset.ts';
import type { ChainId } from '../../model/chain.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Change, DecisionFinding, Subject } from '../../trace/decisions/effects.ts';
import type { Findings } from '../../trace/findings.ts';
import type { RunJson } from '../schema.ts';
import { labelsShown } from './labels.ts';
import { gapOf, sumsOf } from './parts.ts';
import type { Places } from './places.ts';

type DecisionJson = NonNullable<RunJson['decisions']>[number];

export function decisionsOf(
  { decisionsFile: file, decisions, headline }: RunJson,
  at: Places,
): Pick<Findings, 'decisions'> {
  if (file === undefined) return {};
  const entries = (decisions ?? []).map((entry) => entryOf(entry, at));
  return { decisions: { file, convention: headline as ConventionName, entries } };
}

function entryOf(json: DecisionJson, at: Places): DecisionFinding {
  const { entry, decision: kind, name, category, author, date, reason, together } = json;
  const subjects = json.subjects.map((subject) => subjectOf(subject, at));
  return {
    decision: {
      entry,
      kind,
      places: subjects.flatMap((subject) => (typeof subject.at === 'string' ? [] : [subject.at])),
      transfers: json.subjects.flatMap(({ chain, transfer }) =>
        transfer === undefined ? [] : [{ chain: (chain ?? '') as ChainId, id: transfer }],
      ),
      name,
      category,
      author,
      date,
      reason,
    },
    subjects,
    changes: json.effect.map(
      ({ line, entity, reason: why, asset, without, with: withIt }): Change => ({
        line: line as Change['line'],
        entity,
        reason: why as Change['reason'],
        asset: asset as AssetId,
        without: BigInt(without),
        withIt: BigInt(withIt),
      }),
    ),
    gapsWithout: json.gapsWithout.map((gap) => gapOf(gap, at)),
    together:
      together === undefined
        ? undefined
        : {
            arrived: sumsOf(together.arrived),
            endpoints: sumsOf(together.endpoints),
            held: sumsOf(together.held),
            notFollowed: sumsOf(together.notFollowed),
          },
  };
}

function subjectOf(
  { address, chain = '', script, transfer, isSeen, labels, shownAs }: DecisionJson['subjects'][number],
  at: Places,
): Subject {
  if (address === undefined) {
    const id = transfer ?? '';
    return { at: id, display: id, labels: [], isSeen };
  }
  return {
    at: at.of({ chain, address, script }),
    display: address,
    labels: labelsShown(labels, { chain, address }, shownAs),
    isSeen,
  };
}
