// The replay of a bundle as a layer of a verdict: the program makes the same result of the same answers, or it does not.
import { rowsPart, rowsText } from '../evidence/arithmetic/rows.ts';
import { claimKey, claimsIn } from '../evidence/claims.ts';
import type { Opened } from '../evidence/manifest.ts';
import type { Layer, TransferVerdict } from '../evidence/verdict.ts';
import type { Parts } from '../evidence/zip.ts';
import { KnownError } from '../model/errors.ts';
import { isRun } from '../report/answer.ts';
import { VERSION } from '../report/version.ts';
import { textIn } from './bundle-question.ts';
import { firstDifference } from './first-difference.ts';
import { type Replayed, replayed } from './replay-bundle.ts';
import type { World } from './world.ts';

/** (b) The program makes the same result of the same answers. */
export async function replayLayer(
  { parts, manifest }: Opened,
  world: World,
): Promise<{ layer: Layer; replay: Replayed | undefined }> {
  const name = 'replay';
  let replay: Replayed;
  try {
    replay = await replayed(parts, manifest.program.version, world);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const notes = [`The result cannot be derived again: ${error.message}`, ...error.facts];
    return { layer: { name, standing: 'contradicted', notes }, replay: undefined };
  }
  const sealed = textIn(parts.get('result.json'), 'result.json');
  const rows = rowsDiffer(parts, replay);
  if (sealed === replay.result && rows === undefined) {
    const notes = [
      'Derived again from the answers in the bundle alone, the result is the same, byte for byte.',
    ];
    return { layer: { name, standing: 'consistent', notes }, replay };
  }
  const differs = rows ?? `the result differs: ${differenceOf(sealed, replay.result)}`;
  const { version } = manifest.program;
  const notes = [
    `Derived again, ${differs}.`,
    ...(version === VERSION
      ? []
      : [`It was sealed by version ${version}, this is ${VERSION}: try that one.`]),
  ];
  return { layer: { name, standing: 'contradicted', notes }, replay };
}

function differenceOf(sealed: string, again: string): string {
  try {
    const at = firstDifference(JSON.parse(again), JSON.parse(sealed));
    return at ?? 'not in what it says, but in how it is written';
  } catch {
    return 'the sealed one is no JSON';
  }
}

function rowsDiffer(parts: Parts, { runs }: Replayed): string | undefined {
  for (const { name, findings } of runs.filter(isRun)) {
    const sealed = parts.get(rowsPart(name));
    const again = findings.rows === undefined ? '' : rowsText(findings.rows);
    if (sealed === undefined || Buffer.from(sealed).toString('utf8') !== again)
      return `the rows of ${name} differ`;
  }
  return undefined;
}

/** What no proof settles stands or falls with the replay. */
export function againstReplay(
  transfers: readonly TransferVerdict[],
  again: Replayed | undefined,
): TransferVerdict[] {
  const keys = new Set((claimsIn(again?.result ?? '') ?? []).map(claimKey));
  const why =
    again === undefined ? 'the result cannot be derived again' : 'the answers in the bundle do not give it';
  return transfers.map((said) =>
    said.standing === 'proved' || said.standing === 'contradicted' || keys.has(claimKey(said.claim))
      ? said
      : { ...said, standing: 'contradicted', why },
  );
}
