// The page of a history that no source of an account chain could give.
import type { Gap, GapCode } from '../model/gap.ts';
import type { Page } from '../model/ledger.ts';
import type { WalletPlace } from '../model/place.ts';
import { failureLine, type SourceFailure } from './source-failure.ts';

/** The worst that one of the sources was found to do names the gap: contradiction, then omission, then silence. */
function gapCode(failures: readonly SourceFailure[]): GapCode {
  const codes: readonly GapCode[] = ['source-disagreement', 'source-incomplete'];
  return codes.find((code) => failures.some((failure) => failure.gap === code)) ?? 'source-failed';
}

/** `next`: what could be done, as a sentence. */
export function failedPage(place: WalletPlace, failures: readonly SourceFailure[], next: string): Page {
  const why = `The history could not be had: ${failures.map(failureLine).join('. ')}. ${next}`;
  const gap: Gap = { code: gapCode(failures), chain: place.chain, place, why };
  return { subject: place, transfers: [], pending: [], gaps: [gap] };
}
