// Layers of a verdict that are read off a bundle's parts alone: sums, inclusion, anchors, completeness.
import { z } from 'zod';
import { checkArithmetic } from './arithmetic/check.ts';
import { type RowsByPart, rowsPart } from './arithmetic/rows.ts';
import { comparedNotes } from './completeness/compare.ts';
import { subjectsOf } from './completeness/subjects.ts';
import { readTold, toldPart } from './completeness/told.ts';
import type { Anchor, Claim, Layer, TransferVerdict } from './verdict.ts';
import type { Parts } from './zip.ts';

const SHOWN_FAULTS = 20;

/** (c) The sums follow from the rows, by a reckoning that shares no line with the tracer. */
export function arithmeticLayer(parts: Parts, rowsByPart: RowsByPart): Layer {
  const name = 'arithmetic';
  const result = resultIn(parts.get('result.json'));
  if (result === undefined)
    return { name, standing: 'contradicted', notes: ['The result is not of the expected form.'] };
  const { runs, sources, accounts } = result;
  const faults: string[] = [];
  const notes: string[] = [];
  let compared = 0;
  for (const run of runs) {
    const rows = rowsByPart.get(rowsPart(run.name));
    if (rows === undefined) {
      faults.push(`the rows of ${run.name} are missing or cannot be read`);
      continue;
    }
    const said = checkArithmetic(run, rows);
    faults.push(...said.faults.map((fault) => `${run.name}: ${fault}`));
    notes.push(...said.leftOut.map((each) => `Not reckoned in ${run.name}: ${each}.`));
    compared += said.compared;
  }
  const upstream = sources.length + accounts.length;
  if (upstream > 0)
    notes.push(
      `Not reckoned: ${upstream} answers to where money came from; the replay alone speaks for them.`,
    );
  notes.unshift(`${compared} sums and bounds reckoned again from the rows, by a second program.`);
  if (faults.length === 0) return { name, standing: compared === 0 ? 'absent' : 'consistent', notes };
  return { name, standing: 'contradicted', notes: [...capped(faults, 'sums that differ'), ...notes] };
}

const resultSchema = z.object({
  runs: z.array(z.looseObject({ name: z.string(), gaps: z.array(z.looseObject({ code: z.string() })) })),
  sources: z.array(z.unknown()).default([]),
  accounts: z.array(z.unknown()).default([]),
});

function resultIn(part: Uint8Array | undefined): z.infer<typeof resultSchema> | undefined {
  try {
    return resultSchema.parse(JSON.parse(Buffer.from(part ?? []).toString('utf8')));
  } catch {
    return undefined;
  }
}

function capped(faults: readonly string[], what: string): string[] {
  const rest = faults.length - SHOWN_FAULTS;
  return [...faults.slice(0, SHOWN_FAULTS), ...(rest > 0 ? [`${rest} more ${what}.`] : [])];
}

/** (d) The chains commit to the transfers. */
export function inclusionLayer(
  claims: readonly Claim[] | undefined,
  transfers: readonly TransferVerdict[],
  beside: readonly TransferVerdict[],
  faults: readonly string[],
): Layer {
  const name = 'inclusion';
  if (claims === undefined)
    return { name, standing: 'contradicted', notes: ['The result is not of the expected form.'] };
  const notes = [
    transfers.length === 0
      ? 'The result reports no path.'
      : `Of ${transfers.length} transfers on reported paths: ${countsOf(transfers)}.`,
    ...(beside.length === 0
      ? []
      : [`Of ${beside.length} others in the same transactions: ${countsOf(beside)}.`]),
    ...capped(
      beside
        .filter(({ standing }) => standing === 'contradicted')
        .map(({ claim, why }) => `On no path, and contradicted: ${claim.transfer}: ${why}.`),
      'transfers beside that are contradicted',
    ),
    ...capped(
      faults.map((fault) => `A proof is refused: ${fault}.`),
      'proofs that are refused',
    ),
  ];
  const isContradicted = countOf([...transfers, ...beside], 'contradicted') > 0;
  if (isContradicted || faults.length > 0) return { name, standing: 'contradicted', notes };
  const proved = countOf(transfers, 'proved');
  if (proved === 0) return { name, standing: 'absent', notes };
  return { name, standing: proved === transfers.length ? 'proved' : 'consistent', notes };
}

function countOf(transfers: readonly TransferVerdict[], standing: TransferVerdict['standing']): number {
  return transfers.filter((each) => each.standing === standing).length;
}

function countsOf(transfers: readonly TransferVerdict[]): string {
  return (['proved', 'consistent', 'not provable', 'contradicted'] as const)
    .filter((standing) => countOf(transfers, standing) > 0)
    .map((standing) => `${countOf(transfers, standing)} ${standing}`)
    .join(', ');
}

/** (e) What all of that rests on. */
export function anchorLayer(anchors: readonly Anchor[]): Layer {
  const name = 'anchors';
  if (anchors.length === 0) return { name, standing: 'absent', notes: ['No block hash is rested on.'] };
  const known = anchors.filter(({ isKnown }) => isKnown).length;
  const notes = [
    `${anchors.length} block hashes, listed below; ${known} of them named by you or known to this program.`,
    ...(known < anchors.length
      ? [
          'Compare the others with a node of your own: what is proved is true only if they are of the chain. A block of Ethereum or Tron that is made up passes all other checks; one of Bitcoin costs the work that is named.',
        ]
      : []),
  ];
  return { name, standing: known === anchors.length ? 'proved' : 'consistent', notes };
}

/** (f) That nothing is missing cannot be proved; what speaks for it is told. */
export function completenessLayer(claims: readonly Claim[], parts: Parts, rowsByPart: RowsByPart): Layer {
  const notes = [
    'That no transfer is missing cannot be proved: an answer that was left out leaves no trace in a chain of hashes. What speaks for it:',
  ];
  const asked = new Map<string, number>();
  for (const name of ['access.jsonl', 'proofs/access.jsonl']) {
    const access = parts.get(name);
    for (const line of access === undefined ? [] : Buffer.from(access).toString('utf8').split('\n')) {
      const service = /^\{"service":"([^"\\]{1,80})"/.exec(line)?.[1];
      if (service !== undefined) asked.set(service, (asked.get(service) ?? 0) + 1);
    }
  }
  notes.push(
    asked.size === 0
      ? 'No service was asked.'
      : `Services asked, with the number of different questions: ${[...asked].map(([service, n]) => `${service} ${n}`).join(', ')}.`,
  );
  const told = readTold(parts.get(toldPart));
  if (told !== undefined) notes.push(...comparedNotes(subjectsOf(claims, parts, rowsByPart), told, capped));
  else if (asked.size > 0)
    notes.push(
      parts.has(toldPart)
        ? `${toldPart} is not of the expected form.`
        : 'No service was asked for nonces, balances or counts beside the trace: trace prove asks.',
    );
  const gaps = new Map<string, number>();
  for (const run of resultIn(parts.get('result.json'))?.runs ?? [])
    for (const { code } of run.gaps) gaps.set(code, (gaps.get(code) ?? 0) + 1);
  notes.push(
    gaps.size === 0
      ? 'No gap is named: where a service tells balances and its own counts, they agree with the transfers.'
      : `Gaps that the result names: ${[...gaps]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([code, n]) => `${code} ${n}`)
          .join(', ')}.`,
  );
  return { name: 'completeness', standing: 'not provable', notes };
}
