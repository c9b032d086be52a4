// `trace prove bundle.zip -o proved.zip`: fetches what proves the transfers on the reported paths, and seals it in.
import { claimsIn } from '../evidence/claims.ts';
import { type Fetching, fetchProofs, fetchWords } from '../evidence/fetching.ts';
import { opened } from '../evidence/manifest.ts';
import { badBundle } from '../evidence/zip.ts';
import { forTerminal } from '../report/escape.ts';
import { checkBundle, sealTo } from './bundle.ts';
import { textIn } from './bundle-question.ts';
import type { ProveGiven } from './evidence-flags.ts';
import { readBytes } from './input-file.ts';
import { openTransport } from './open-sources.ts';
import { proofsAccessPart } from './parts-differ.ts';
import { progressLine } from './progress.ts';
import type { ExitCode } from './render-error.ts';
import { badFlag, wholeNumber } from './usage.ts';
import type { World } from './world.ts';

/** A fortnight of blocks. */
const LINK = '2016';

export async function runProve(file: string, given: ProveGiven, world: World): Promise<ExitCode> {
  const { output, sign } = given;
  if (output === undefined) throw badFlag('--output', '', 'a file for the bundle with its proofs');
  const concurrency = wholeNumber('--concurrency', given.concurrency ?? '8', 1);
  const link = wholeNumber('--link', given.link ?? LINK, 0);
  const anchors = (given.anchor ?? []).map((hash) => hash.toLowerCase());
  await checkBundle({ bundle: output, ...(sign === undefined ? {} : { sign }) });
  const { parts, faults } = opened(await readBytes(file, 'trace prove'));
  if (faults.length > 0) throw badBundle(`it was changed after it was sealed: ${faults.join('; ')}`);
  const claims = claimsIn(textIn(parts.get('result.json'), 'result.json'));
  if (claims === undefined) throw badBundle('result.json is not of the expected form');
  const progress = progressLine(world, given.quiet);
  const { transport, services } = await openTransport(given, world, progress, 'kept');
  try {
    const fetching: Fetching = {
      http: transport.http,
      signal: world.signal,
      concurrency,
      link,
      linkEvm: given.link === undefined && anchors.length === 0 ? 0 : link,
      anchors,
      hasService: (name) => transport.onTape?.has(name) ?? (services.get(name)?.baseUrl ?? '') !== '',
    };
    const fetched = await fetchProofs(claims, fetching);
    const words = await fetchWords(claims, parts, fetching);
    progress.clear();
    const kept = [...parts].filter(([name]) => !name.startsWith('proofs/'));
    const access = new TextEncoder().encode(transport.access());
    const all = [...kept, ...fetched.parts, ...words.parts];
    await sealTo(output, new Map([...all, [proofsAccessPart, access]]), sign);
    if (given.quiet !== true) {
      for (const note of fetched.notes) world.err(`trace: not proved: ${forTerminal(note)}\n`);
      for (const note of words.notes) world.err(`trace: not told: ${forTerminal(note)}\n`);
    }
    return fetched.notes.length > 0 ? 3 : 0;
  } finally {
    progress.clear();
    await transport.finish();
  }
}
