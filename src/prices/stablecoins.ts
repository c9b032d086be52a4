// Stablecoins at one unit of the currency, because the user says so: never a default, for they have left it (USDC, 11 March 2023).
import type { AssetInfo } from '../model/asset.ts';
import type { PriceSource } from './price.ts';

/** Pegged to the dollar. Of genuine assets alone: of these the symbol is not the token's own claim. */
const DOLLARS = new Set(['USDT', 'USDC', 'DAI']);

export const AT_ONE = 'taken as 1 by --stablecoins-at-one';

function isDollar({ genuine, symbol }: AssetInfo): boolean {
  return genuine && DOLLARS.has(symbol.toUpperCase());
}

export function stablecoinsAtOne(source: PriceSource): PriceSource {
  return {
    ...source,
    async ask(questions, signal) {
      const others = await source.ask(
        questions.filter(({ asset }) => !isDollar(asset)),
        signal,
      );
      let next = 0;
      return questions.map(({ asset, time }) => {
        if (isDollar(asset)) return { price: { text: '1', source: AT_ONE, given: time } };
        const answer = others[next];
        next += 1;
        return answer ?? { missing: 'not answered' };
      });
    },
  };
}
