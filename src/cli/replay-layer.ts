// The replay of a bundle as a layer of a verdict: the program makes the same result of the same answers, or it does not.
import { claimKey } from '../evidence/claims.ts';
import type { Opened } from '../evidence/manifest.ts';
import type { Layer, TransferVerdict } from '../evidence/verdict.ts';
import { KnownError } from '../model/errors.ts';
import { VERSION } from '../report/version.ts';
import { textIn } from './bundle-question.ts';
import { caseBeside } from './case-in-bundle.ts';
import { claimsOf, partsDiffer } from './parts-differ.ts';
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
  const ofCase = parts.has('case.yaml')
    ? caseBeside(textIn(parts.get('case.yaml'), 'case.yaml'), replay.question)
    : { faults: [], notes: [] };
  const differing = [...partsDiffer(parts, replay.parts), ...ofCase.faults];
  if (differing.length === 0) {
    const notes = [
      'Derived again from the answers in the bundle alone, the result is the same, byte for byte.',
      ...ofCase.notes,
    ];
    return { layer: { name, standing: 'consistent', notes }, replay };
  }
  const { version } = manifest.program;
  const notes = [
    ...differing.map((differs) => `Derived again, ${differs}.`),
    ...(version === VERSION
      ? []
      : [`It was sealed by version ${version}, this is ${VERSION}: try that one.`]),
  ];
  return { layer: { name, standing: 'contradicted', notes }, replay };
}

/** What no proof settles stands or falls with the replay. */
export function againstReplay(
  transfers: readonly TransferVerdict[],
  again: Replayed | undefined,
): TransferVerdict[] {
  const keys = new Set((again === undefined ? [] : claimsOf(again.parts)).map(claimKey));
  const why =
    again === undefined ? 'the result cannot be derived again' : 'the answers in the bundle do not give it';
  return transfers.map((said) =>
    said.standing === 'proved' || said.standing === 'contradicted' || keys.has(claimKey(said.claim))
      ? said
      : { ...said, standing: 'contradicted', why },
  );
}
