// Two services of one chain asked the same questions, as one ledger. What both tell stands; where they differ is a gap with
// both figures, and the first telling is followed; what one of them could not tell stands on the other alone, and that is
// said too. Which two, ledgers.ts decides.
import { chainName } from '../model/chain.ts';
import { KnownError } from '../model/errors.ts';
import { type Gap, isSourceGap } from '../model/gap.ts';
import type { Ledger, Page, Scope } from '../model/ledger.ts';
import { type OwnerPlace, placeKey, type TxId } from '../model/place.ts';
import type { CoinId, Transfer } from '../model/transfer.ts';
import { differences, differing, type Side } from './differences.ts';

type Subject = OwnerPlace | CoinId;

function keyOf(subject: Subject): string {
  return typeof subject === 'string' ? subject : placeKey(subject);
}

function isSourceFault(error: unknown): error is KnownError {
  return error instanceof KnownError && error.code.startsWith('source-');
}

function gapsOf(pages: readonly Page[]): Gap[] {
  return pages.flatMap(({ gaps }) => gaps);
}

function saying(pages: readonly Page[], gaps: readonly Gap[]): readonly Page[] {
  const last = pages.at(-1);
  return last === undefined ? pages : [...pages.slice(0, -1), { ...last, gaps: [...last.gaps, ...gaps] }];
}

/** No answer at all; a history of which some rows are missing still is one. */
function isFailed(pages: readonly Page[]): boolean {
  return pages.every(({ transfers }) => transfers.length === 0) && gapsOf(pages).some(isSourceGap);
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
    const isOne = !isFailed(one);
    const isOther = !isFailed(other);
    if (isOne && isOther) return saying(one, differences(first.chain, subject, side(0, one), side(1, other)));
    if (isOne) return saying(one, [unchecked(subject, 0, other)]);
    if (isOther) return saying(other, [unchecked(subject, 1, one)]);
    return saying(one, gapsOf(other));
  }

  function side(at: 0 | 1, pages: readonly Page[]): Side {
    return { service: names[at], pages };
  }

  function unchecked(subject: Subject, told: 0 | 1, failure: readonly Page[]): Gap {
    const reasons = gapsOf(failure).flatMap((gap) => (isSourceGap(gap) ? gap.why : []));
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
        // One that cannot tell, or is behind: what it lacks shows in each history.
        if (isSourceFault(error) || isUnknown(error, 'as-of-unknown')) return block;
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
      const [one, other] = await Promise.all([toldIn(first, tx, scope), toldIn(second, tx, scope)]);
      if (one instanceof KnownError && other instanceof KnownError) throw one;
      if (isSourceFault(one)) return other as readonly Transfer[];
      if (isSourceFault(other)) return one as readonly Transfer[];
      // What one does not know the other may have made up.
      const [here, there] = [one, other].map((told) => (told instanceof KnownError ? [] : told));
      const { only, others } = differing(here ?? [], there ?? []);
      if (only.length + others.length === 0) return here ?? [];
      throw new KnownError('source-disagreement', `Two services tell transaction ${tx} differently.`, {
        facts: [`only ${names[0]}: ${listed(only)}`, `only ${names[1]}: ${listed(others)}`],
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

function isUnknown(error: unknown, code: 'as-of-unknown' | 'transaction-unknown'): error is KnownError {
  return error instanceof KnownError && error.code === code;
}

async function toldIn(ledger: Ledger, tx: TxId, scope: Scope): Promise<readonly Transfer[] | KnownError> {
  try {
    return await ledger.transfersIn(tx, scope);
  } catch (error) {
    if (isSourceFault(error) || isUnknown(error, 'transaction-unknown')) return error;
    throw error;
  }
}

function listed(transfers: readonly Transfer[]): string {
  const some = transfers.slice(0, 3).map(({ id, amount }) => `${amount} (${id})`);
  const more = transfers.length > some.length ? [`${transfers.length - some.length} more`] : [];
  return [...some, ...more].join(', ') || 'nothing';
}

async function bySubject(pages: AsyncIterable<Page>): Promise<ReadonlyMap<string, readonly Page[]>> {
  const found = new Map<string, Page[]>();
  for await (const page of pages) {
    const key = keyOf(page.subject);
    found.set(key, [...(found.get(key) ?? []), page]);
  }
  return found;
}
