// The parts of a bundle beside those that a replay makes again. What no replay makes is named: the question, the case file,
// proofs. Anything else has no business in a bundle.
import { claimsIn } from '../evidence/claims.ts';
import { toldPart } from '../evidence/completeness/told.ts';
import { proofsPart } from '../evidence/inclusion.ts';
import type { Parts } from '../evidence/zip.ts';
import type { ChainId } from '../model/chain.ts';
import { askedIn } from '../net/access-log.ts';
import { firstDifference } from './first-difference.ts';

/** Of `trace prove`. */
export const proofsAccessPart = 'proofs/access.jsonl';

/** In words, part by part; empty: none. */
export function partsDiffer(sealed: Parts, again: Parts): string[] {
  const own = new Set([
    'question.json',
    'case.yaml',
    proofsAccessPart,
    toldPart,
    ...claimsOf(again).map(({ chain }) => proofsPart(chain as ChainId)),
  ]);
  const more = [...sealed.keys()].filter((name) => !own.has(name) && !again.has(name));
  return [
    ...[...again].flatMap(([name, made]) => partDiffers(name, sealed.get(name), made) ?? []),
    ...(hasAccess(sealed) ? [] : [`${proofsAccessPart} is no access log`]),
    ...more.map((name) => `nothing makes or reads ${name}`),
  ];
}

/** What was asked for proofs is held against nothing; that it is a log is. */
function hasAccess(sealed: Parts): boolean {
  const access = sealed.get(proofsAccessPart);
  return access === undefined || askedIn(textOf(access)) !== undefined;
}

/** Claims of a result that this program made. */
export function claimsOf(parts: Parts): NonNullable<ReturnType<typeof claimsIn>> {
  return claimsIn(textOf(parts.get('result.json'))) ?? [];
}

function partDiffers(name: string, sealed: Uint8Array | undefined, made: Uint8Array): string | undefined {
  if (sealed === undefined) return `${name} is missing`;
  if (Buffer.from(sealed).equals(made)) return undefined;
  const [said, found] = [textOf(sealed), textOf(made)];
  if (name === 'access.jsonl') return accessDiffers(said, found);
  if (name === 'result.json') return `the result differs: ${resultDiffers(said, found)}`;
  const lines = found.split('\n');
  const at = said.split('\n').findIndex((line, index) => line !== lines[index]);
  return `${name} differs from line ${at < 0 ? lines.length : at + 1} on`;
}

/** When each was asked and how often it was sent, a replay cannot know. */
function accessDiffers(said: string, found: string): string | undefined {
  const asked = askedIn(said);
  if (asked === undefined) return 'access.jsonl is no access log';
  const again = askedIn(found) ?? [];
  const at = [...asked, undefined].findIndex((each, index) => each !== again[index]);
  return at < 0
    ? undefined
    : `access.jsonl says ${asked[at] ?? 'no more'} where ${again[at] ?? 'no more'} is asked`;
}

function resultDiffers(said: string, found: string): string {
  try {
    const at = firstDifference(JSON.parse(found), JSON.parse(said));
    return at ?? 'not in what it says, but in how it is written';
  } catch {
    return 'the sealed one is no JSON';
  }
}

function textOf(part: Uint8Array | undefined): string {
  return Buffer.from(part ?? []).toString('utf8');
}
