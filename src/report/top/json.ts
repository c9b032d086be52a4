// Wallets that had most to do with an asset, as JSON.
import { placeJson, record } from '../json-parts.ts';
import { shownAs } from '../told-again-json.ts';
import { labelJson } from '../who-says.ts';
import type { TopAnswer } from './answer.ts';

export function topJson({ of, since, until, chains, labelsOf, nameOf }: TopAnswer) {
  return {
    of: of.map((place) => placeJson(place, nameOf(place))),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    chains: chains.map(({ chain, rankings, assets, leftOut, covered, refused, unfinished }) => {
      const infos = record<object>();
      for (const { id, symbol, decimals, genuine } of assets)
        infos[id] = { symbol, ...(decimals === undefined ? {} : { decimals }), genuine };
      return {
        chain,
        covered,
        refused,
        unfinished,
        unlistedLeftOut: leftOut,
        assets: infos,
        rankings: rankings.map(({ asset, side, wallets, all }) => ({
          asset,
          side,
          all: { ...all, amount: all.amount.toString() },
          wallets: wallets.map(({ place, amount, transfers }) => {
            const labels = labelsOf(place);
            return {
              ...placeJson(place, nameOf(place)),
              amount: amount.toString(),
              transfers,
              labels: labels.map(labelJson),
              ...shownAs(labels),
            };
          }),
        })),
      };
    }),
  };
}
