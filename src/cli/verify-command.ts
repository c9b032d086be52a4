// `trace verify bundle.zip`: layer by layer, offline. What each layer can say and cannot is in docs/evidence.md.
import { existsSync } from 'node:fs';
import { rowsIn } from '../evidence/arithmetic/rows.ts';
import { claimsBeside } from '../evidence/beside.ts';
import { claimsIn } from '../evidence/claims.ts';
import { checkInclusion } from '../evidence/inclusion.ts';
import { anchorLayer, arithmeticLayer, completenessLayer, inclusionLayer } from '../evidence/layers.ts';
import type { Opened } from '../evidence/manifest.ts';
import { fingerprint, isSignedBy, verifyingKey } from '../evidence/signature.ts';
import type { Layer, Verdict } from '../evidence/verdict.ts';
import { isRun } from '../report/answer.ts';
import type { VerifyGiven } from './evidence-flags.ts';
import { readBytes } from './input-file.ts';
import { openBundle } from './open-bundle.ts';
import { emit, textStyle } from './output.ts';
import type { ExitCode } from './render-error.ts';
import type { Replayed } from './replay-bundle.ts';
import { againstReplay, replayLayer } from './replay-layer.ts';
import type { World } from './world.ts';

export async function runVerify(file: string, given: VerifyGiven, world: World): Promise<ExitCode> {
  const bundle = await openBundle(file, 'trace verify');
  const tally = { hashes: 0 };
  const seal = await sealLayer(file, bundle, given);
  const { layer: replay, replay: again } = await replayLayer(bundle, world);
  const rows = rowsIn(bundle.parts);
  const arithmetic = arithmeticLayer(bundle.parts, rows);
  const claims = claimsIn(textOrNothing(bundle));
  const known = new Set((given.anchor ?? []).map((hash) => hash.toLowerCase()));
  const others = new Set(claimsBeside(claims ?? [], rows));
  const checked = await checkInclusion([...(claims ?? []), ...others], bundle.parts, known, tally);
  const transfers = againstReplay(
    checked.transfers.filter(({ claim }) => !others.has(claim)),
    again,
  );
  const beside = checked.transfers.filter(({ claim }) => others.has(claim));
  const layers = [
    seal,
    replay,
    arithmetic,
    inclusionLayer(claims, transfers, beside, checked.faults),
    anchorLayer(checked.anchors),
    completenessLayer(claims ?? [], bundle.parts, rows),
  ];
  const verdict: Verdict = {
    file,
    synthetic: again?.question.synthetic,
    program: `${bundle.manifest.program.name} ${bundle.manifest.program.version}`,
    root: bundle.manifest.root,
    standing: layers.some(({ standing }) => standing === 'contradicted')
      ? 'contradicted'
      : 'not contradicted',
    layers,
    transfers,
    anchors: checked.anchors,
    hashes: tally.hashes,
  };
  await emit(await shown(verdict, again, given, world), given, world);
  return verdict.standing === 'contradicted' ? 1 : 0;
}

async function shown(
  verdict: Verdict,
  again: Replayed | undefined,
  given: VerifyGiven,
  world: World,
): Promise<string> {
  if (given.json === true) {
    const { verdictJson } = await import('../report/verdict-json.ts');
    return `${JSON.stringify(verdictJson(verdict), undefined, 2)}\n`;
  }
  const { verdictText } = await import('../report/text/verdict.ts');
  // What a proof gives are base units. Decimals of a token on no list are a service's word.
  const assets = (again?.runs.filter(isRun) ?? [])
    .flatMap(({ findings }) => findings.assets)
    .map((asset) => (asset.genuine ? asset : { ...asset, decimals: undefined }));
  return verdictText(verdict, assets, await textStyle(given, world));
}

/** (a) The parts are those that were sealed, and who sealed them. */
async function sealLayer(file: string, bundle: Opened, given: VerifyGiven): Promise<Layer> {
  const { manifest, manifestBytes, faults } = bundle;
  const name = 'seal';
  const signed = given.signature ?? [`${file}.sig`, `${file}.minisig`].find((each) => existsSync(each));
  const notes =
    faults.length > 0
      ? [...faults]
      : [`${manifest.parts.length} parts, each with the SHA-256 that the manifest gives.`];
  const say = (standing: Layer['standing'], note: string): Layer => ({
    name,
    standing: faults.length > 0 ? 'contradicted' : standing,
    notes: [...notes, note],
  });
  if (signed === undefined) {
    if (given.key !== undefined) return say('contradicted', 'A key was given, and there is no signature.');
    return say(
      'consistent',
      'There is no signature: who sealed it, and whether it was sealed anew, is not known.',
    );
  }
  if (given.key === undefined)
    return say(
      'consistent',
      'There is a signature, not checked: name the public key of the signer with --key.',
    );
  const key = verifyingKey(await readBytes(given.key, '--key'));
  return isSignedBy(manifestBytes, await readBytes(signed, '--signature'), key)
    ? say('proved', `Signed with the key whose SHA-256 is ${fingerprint(key)}.`)
    : say('contradicted', 'The signature is not one of this manifest with this key.');
}

function textOrNothing({ parts }: Opened): string {
  const part = parts.get('result.json');
  return part === undefined ? '' : Buffer.from(part).toString('utf8');
}
