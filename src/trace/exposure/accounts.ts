// Many accounts at once: of what each received from anyone, how much came from the seeds. The accounts are named by
// whoever asks; each ends a trace, whatever labels say of it.
import type { AssetId } from '../../model/asset.ts';
import { KnownError } from '../../model/errors.ts';
import { type OwnerPlace, type PlaceKey, placeKey } from '../../model/place.ts';
import type { Booked } from '../booked.ts';
import { type BoundsByAsset, boundsOfGroups, type RunBounds } from '../bounds/by-group.ts';
import { bySums } from '../finding-order.ts';
import type { Amounts, Sums } from '../findings.ts';
import type { Naming } from '../naming.ts';
import { directTo } from '../paths.ts';
import type { TraceRequest } from '../request.ts';
import { endingAt, stopsBy } from '../stops.ts';
import type { Total } from '../totals.ts';
import type { Walk } from '../walk.ts';

/** One customer of a service, with all his deposit addresses. No place is of two accounts. */
export interface AskedAccount {
  readonly name: string;
  readonly places: readonly OwnerPlace[];
}

export interface AccountFile {
  readonly name: string;
  readonly sha256: string;
  readonly accounts: readonly AskedAccount[];
}

export interface AccountExposure {
  readonly name: string;
  readonly places: readonly { readonly place: OwnerPlace; readonly display: string }[];
  /** From anyone, in the window; undefined where a history could not be had, which a gap says. */
  readonly received: Total | undefined;
  /** Of the seeds, over all of them. */
  readonly amounts: Amounts;
  /** Of the headline's amounts, what came in one hop. */
  readonly direct: Sums;
  readonly bounds: BoundsByAsset;
}

export interface ExposureFindings {
  readonly file: Pick<AccountFile, 'name' | 'sha256'>;
  /** Most money first, also those that nothing reached. */
  readonly accounts: readonly AccountExposure[];
}

/** The question with its accounts as endpoints. Throws KnownError `account-is-seed`. */
export function withAccounts(request: TraceRequest): TraceRequest {
  const { accounts, options, labels, seeds } = request;
  if (accounts === undefined) return request;
  const names = accountNames(accounts);
  for (const seed of seeds)
    if (seed.kind === 'wallet' && names.has(placeKey(seed.place)))
      throw new KnownError('account-is-seed', 'A wallet is both a seed and an account that is asked about.', {
        facts: [`wallet: ${seed.id}`, `account: ${names.get(placeKey(seed.place))}`],
        hint: 'Leave it out of one of the two: of a seed it is asked where its money went, of an account where its money came from.',
        exit: 2,
      });
  const usual = request.stops ?? stopsBy(labels, options.stopAt, options.follow);
  const said = { source: `the question (${accounts.name})`, pack: accounts.name };
  return { ...request, stops: endingAt(names, said, usual) };
}

function accountNames({ accounts }: AccountFile): Map<PlaceKey, string> {
  return new Map(accounts.flatMap(({ name, places }) => places.map((place) => [placeKey(place), name])));
}

export function exposureFindings(
  file: AccountFile,
  walked: Walk,
  booked: Booked,
  { networks, all }: Pick<RunBounds, 'networks' | 'all'>,
  totals: ReadonlyMap<PlaceKey, Total>,
  { display }: Pick<Naming, 'display'>,
): ExposureFindings {
  const { explored, headline } = walked;
  const { keys } = explored.timeline;
  const names = accountNames(file);
  const nameOf = (key: PlaceKey): string | undefined => names.get(key);
  const reached = booked.grouped(['endpoint'], ({ place }) => nameOf(keys[place] as PlaceKey));
  const direct = directTo(explored.timeline, headline, nameOf);
  const bounds = accountBounds(file, { networks, all });
  const headed = ({ amounts }: AccountExposure): Sums => amounts.get(headline.convention.name) ?? new Map();
  const accounts = file.accounts.map(
    ({ name, places }): AccountExposure => ({
      name,
      places: places.map((place) => ({ place, display: display(place) })),
      received: totalOf(places, totals),
      amounts: reached.get(name)?.sums.done().amounts ?? new Map(),
      direct: direct.get(name) ?? new Map(),
      bounds: bounds(name, places),
    }),
  );
  return {
    file: { name: file.name, sha256: file.sha256 },
    accounts: accounts.sort((a, b) => bySums(headed(a), headed(b)) || (a.name < b.name ? -1 : 1)),
  };
}

/** An account with one address has that endpoint's bounds, which the run has; of several the networks are asked again. */
function accountBounds(
  file: AccountFile,
  { networks, all }: Pick<RunBounds, 'networks' | 'all'>,
): (name: string, places: readonly OwnerPlace[]) => BoundsByAsset {
  const several = { ...file, accounts: file.accounts.filter(({ places }) => places.length > 1) };
  const names = accountNames(several);
  const together = names.size === 0 ? new Map() : boundsOfGroups(networks, (key) => names.get(key));
  return (name, places) =>
    (places.length > 1 ? together.get(name) : all.get(placeKey(places[0] as OwnerPlace))) ?? new Map();
}

/** All of its places together; undefined where one of them is not known. */
function totalOf(places: readonly OwnerPlace[], totals: ReadonlyMap<PlaceKey, Total>): Total | undefined {
  const sums = new Map<AssetId, bigint>();
  let transfers = 0;
  for (const place of places) {
    const own = totals.get(placeKey(place));
    if (own === undefined) return undefined;
    transfers += own.transfers;
    for (const [asset, amount] of own.sums) sums.set(asset, (sums.get(asset) ?? 0n) + amount);
  }
  return { sums: new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1))), transfers };
}
