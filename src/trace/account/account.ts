// One account and one window: what it received in all, what of it came from flagged wallets, and what from victims. Three
// answers to three questions, which overlap and are never added up.
import type { Label } from '../../model/label.ts';
import type { Ledger } from '../../model/ledger.ts';
import { isOwner, type OwnerPlace, placeKey } from '../../model/place.ts';
import { assetsOf } from '../asset-info.ts';
import { sourceFindings } from '../backward/backward.ts';
import type { SourceFindings } from '../backward/findings.ts';
import { type SourcesRequest, walkUpstream } from '../backward/walk-upstream.ts';
import { byGap, gapKey } from '../finding-order.ts';
import { withPrices } from '../prices/of-account.ts';
import { remembering } from '../remembering.ts';
import { labelsOf } from '../stops.ts';
import { type FlaggedFindings, flaggedFindings, flaggedSweeps } from './flagged.ts';
import { type Victim, type VictimFindings, victimFindings } from './victims.ts';

export interface AccountRequest extends SourcesRequest {
  readonly isFlag: (label: Label) => boolean;
  /** Empty: nobody's payments are asked about. */
  readonly victims: readonly Victim[];
}

export interface AccountFindings {
  /** What it received, and from whom as far as that was followed. */
  readonly sources: SourceFindings;
  readonly flagged: FlaggedFindings;
  /** Absent where no victims were named. */
  readonly victims?: VictimFindings;
}

export async function accountFindings(asked: AccountRequest): Promise<AccountFindings> {
  const request = { ...asked, ledgers: remembering(asked.ledgers).asking };
  const walked = await walkUpstream(request);
  const flags = flaggedSweeps(walked, request.isFlag);
  const sources = await withPrices(
    await sourceFindings(walked),
    walked,
    flags.swepts.map((swept) => ({ swept, parts: flags.partsUnder(swept) })),
  );
  const names = new Map(sources.names);
  function display(place: OwnerPlace): string {
    const key = placeKey(place);
    const text = names.get(key) ?? (request.ledgers.get(place.chain) as Ledger).display(place);
    names.set(key, text);
    return text;
  }
  const flagged = flaggedFindings(walked, request.isFlag, display, flags);
  if (request.victims.length === 0) return { sources: { ...sources, names }, flagged };

  const { found: victims, timeline } = await victimFindings(request, request.victims, display);
  const known = new Map(sources.known);
  for (const { hops } of victims.paths)
    for (const { from, to } of hops)
      for (const at of [from, to]) {
        if (at === undefined) continue;
        display(at);
        const label = labelsOf(request.labels, at)[0];
        if (label !== undefined) known.set(placeKey(at), label.entity);
      }
  for (const { place } of victims.gaps) if (place !== undefined && isOwner(place)) display(place);
  const assets = new Map(
    [...sources.assets, ...assetsOf(timeline, request.ledgers, undefined, [])].map((info) => [info.id, info]),
  );
  const gaps = new Map([...sources.gaps, ...victims.gaps].map((gap) => [gapKey(gap), gap]));
  return {
    sources: {
      ...sources,
      names,
      known,
      assets: [...assets.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      gaps: [...gaps.values()].sort(byGap),
    },
    flagged,
    victims,
  };
}
