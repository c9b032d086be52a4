// All runs of a case, asked one after the other. Where their answers come from, and what is done with the results, is for
// the command that calls.
import { type Answer, isAccount } from '../report/answer.ts';
import type { ReportHead } from '../report/json.ts';
import { VERSION } from '../report/version.ts';
import { type Ask, answer } from './ask.ts';
import type { Case } from './case-file.ts';
import { commandLine } from './command-line.ts';
import type { Given } from './flags.ts';
import { inFolder } from './in-folder.ts';
import { openSources, type Sources } from './open-sources.ts';
import { watched } from './progress-events.ts';
import { noSeed } from './usage.ts';
import type { World } from './world.ts';

export interface CaseRun {
  readonly asks: readonly Ask[];
  readonly runs: readonly Answer[];
  readonly head: ReportHead;
  readonly sources: Sources;
}

export interface CaseAsked {
  readonly what: Case;
  /** Words of the command, for the head of the result. */
  readonly words: readonly string[];
  /** Options of the command line: they go before those of the case. */
  readonly given: Given;
  /** What sources are opened with, where the command line says nothing else. */
  readonly opening: Given;
}

export async function askCase({ what, words, given, opening }: CaseAsked, world: World): Promise<CaseRun> {
  if (what.runs.length === 0) throw noSeed(`Put one into the case: trace case add ${what.folder} <wallet>.`);
  const progress = watched(world, given);
  const sources = await openSources(
    {
      // The book that happens to be on this machine is no part of a case.
      book: false,
      ...opening,
      ...given,
      labels: [...what.packs, ...(given.labels ?? [])],
    },
    world,
    progress,
  );
  const head: ReportHead = {
    version: VERSION,
    command: commandLine(words, given),
    synthetic: what.synthetic ?? sources.synthetic,
    tapes: sources.tapes,
    labelSources: sources.labelSources.map((source) => ({
      ...source,
      pack: inFolder(source.pack, what.folder),
    })),
  };
  const runs: Answer[] = [];
  const asks = what.runs.map((run) => askOf(what, run, given));
  try {
    for (const ask of asks)
      for (const result of await answer(ask, sources, world, progress))
        runs.push(
          isAccount(result)
            ? { ...result, flags: result.flags.map((file) => inFolder(file, what.folder)) }
            : result,
        );
  } finally {
    progress.clear();
    await sources.finish();
  }
  return { asks, runs, head, sources };
}

function askOf(what: Case, { name, question, seeds, evidenceEnds }: Case['runs'][number], given: Given): Ask {
  const [wallets, payments, account] = [seeds.wallets, seeds.payments, seeds.account].map((list) =>
    list.map(({ seed }) => seed),
  ) as [string[], string[], string[]];
  // What is compared must not depend on the form in which it is shown.
  const asked: Given = { ...what.given.get(name), ...given };
  const isUpstream = asked.backward === true || account.length > 0;
  return {
    name,
    title: question ?? what.question,
    wallets,
    payments: given.tx ?? payments,
    account,
    evidenceEnds,
    given: isUpstream ? withoutForms(asked) : { ...asked, sensitivity: true },
  };
}

/** Forms that show the transfers of a trace forward pass over the other runs of a case. */
function withoutForms(given: Given): Given {
  const {
    audit: _a,
    auditConvention: _c,
    explainBounds: _e,
    flows: _f,
    sensitivity: _s,
    format: _o,
    json: _j,
    ...rest
  } = given;
  return rest;
}
