// Two services of one chain asked the same questions, as one ledger. What both tell stands; where they differ is a gap with
// both figures, and the first telling is followed; what one of them could not tell stands on the other alone, and that is
// said too. Which two, ledgers.ts decides.
import { chainName } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import type { Gap } from '../model/gap.ts';
import type { Ledger, Page } from '../model/ledger.ts';
import { type OwnerPlace, placeKey } from '../model/place.ts';
import type { CoinId } from '../model/transfer.ts';
import { differences, differing, type Side } from './differences.ts';

type Subject = OwnerPlace | CoinId;

function keyOf(subject: Subject): string {
  return typeof subject === 'string' ? subject : placeKey(subject);
}

function isSourceFault(error: unknown): error is KnownError {
  return error instanceof KnownError && error.code.startsWith('source-');
}

/** No answer at all; a history of which some rows are missing still is one. */
function isFailed(pages: readonly Page[]): boolean {
  const gaps = pages.flatMap((page) => page.gaps);
  return pages.every(({ transfers }) => transfers.length === 0) && gaps.some(isSourceGap);
}

function isSourceGap({ code }: Gap): boolean {
  return code.startsWith('source-');
}

export function crossChecked(first: Ledger, second: Ledger): Ledger {
  const names = [first, second].map(({ services }) => services.join(', ')) as [string, string];

  /** For what is asked of one alone: the second where the first fails. */
  async function either<T>(ask: (ledger: Ledger) => Promise<T>): Promise<T> {
    try {
      return await ask(first);
    } catch (error) {
      if (!isSourceFault(error)) throw error;
      return await ask(second).catch((other: unknown) => {
        throw isSourceFault(other) ? error : other;
      });
    }
  }

  async function* both(
    subjects: readonly Subject[],
    ask: (ledger: Ledger) => AsyncIterable<Page>,
  ): AsyncIterable<Page> {
    const [one, other] = await Promise.all([first, second].map((ledger) => bySubject(ask(ledger))));
    for (const subject of subjects) {
      const key = keyOf(subject);
      yield* merged(subject, one?.get(key) ?? [], other?.get(key) ?? []);
    }
  }

  function merged(subject: Subject, one: readonly Page[], other: readonly Page[]): readonly Page[] {
    const failed = [isFailed(one), isFailed(other)];
    const kept = failed[0] && !failed[1] ? other : one;
    const gaps =
      failed[0] && failed[1]
        ? other.flatMap((page) => page.gaps)
        : failed[0]
          ? [unchecked(subject, 1, one)]
          : failed[1]
            ? [unchecked(subject, 0, other)]
            : differences(first.chain, subject, side(0, one), side(1, other));
    const last = kept.at(-1);
    return last === undefined ? kept : [...kept.slice(0, -1), { ...last, gaps: [...last.gaps, ...gaps] }];
  }

  function side(at: 0 | 1, pages: readonly Page[]): Side {
    return { service: names[at], pages };
  }

  function unchecked(subject: Subject, told: 0 | 1, failure: readonly Page[]): Gap {
    const reasons = failure.flatMap(({ gaps }) => gaps.filter(isSourceGap).map(({ why }) => why));
    const what = typeof subject === 'string' ? `The coin ${subject}` : 'The history';
    const why = `${what} is told by ${names[told]} alone: ${reasons.join(' ')}`;
    const place = typeof subject === 'string' ? undefined : subject;
    return { code: 'not-cross-checked', chain: first.chain, place, why };
  }

  const { issuing } = first;
  return {
    ...first,
    services: [...first.services, ...second.services],
    assetInfo: (asset) => first.assetInfo(asset) ?? second.assetInfo(asset),
    async head(want, signal) {
      const block = await either((ledger) => ledger.head(want, signal));
      const other = await second.head({ height: block.height }, signal).catch((error: unknown) => {
        if (isSourceFault(error)) return block;
        throw error;
      });
      if (other.hash === block.hash) return block;
      throw new KnownError(
        'source-disagreement',
        `Two services name different blocks ${block.height} of ${chainName(first.chain)}.`,
        {
          facts: [`${names[0]}: ${block.hash}`, `${names[1]}: ${other.hash}`],
          hint: 'Choose an earlier --as-of, or another service.',
        },
      );
    },
    isCanonical: (block, signal) => either((ledger) => ledger.isCanonical(block, signal)),
    transfersOf: (places, scope) => both(places, (ledger) => ledger.transfersOf(places, scope)),
    spendsOf: (coins, scope) => both(coins, (ledger) => ledger.spendsOf(coins, scope)),
    async transfersIn(tx, scope) {
      const told = await either((ledger) => ledger.transfersIn(tx, scope));
      const again = await second.transfersIn(tx, scope).catch((error: unknown) => {
        if (isSourceFault(error)) return told;
        throw error;
      });
      const { only, others } = differing(told, again);
      if (only.length + others.length === 0) return told;
      throw new KnownError('source-disagreement', `Two services tell transaction ${tx} differently.`, {
        facts: [
          `only ${names[0]}: ${only.map(({ id, amount }) => `${amount} (${id})`).join(', ') || 'nothing'}`,
          `only ${names[1]}: ${others.map(({ id, amount }) => `${amount} (${id})`).join(', ') || 'nothing'}`,
        ],
        hint: 'Ask another service, best one of your own.',
      });
    },
    describe: (place, at, assets, signal) => either((ledger) => ledger.describe(place, at, assets, signal)),
    ...(issuing === undefined
      ? {}
      : {
          issuing: {
            ...issuing,
            actsOn: (asset, scope) => either((ledger) => (ledger.issuing ?? issuing).actsOn(asset, scope)),
          },
        }),
  };
}

async function bySubject(pages: AsyncIterable<Page>): Promise<ReadonlyMap<string, readonly Page[]>> {
  const found = new Map<string, Page[]>();
  for await (const page of pages) {
    const key = keyOf(page.subject);
    found.set(key, [...(found.get(key) ?? []), page]);
  }
  return found;
}
