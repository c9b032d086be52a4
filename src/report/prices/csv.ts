// What reached each endpoint in a currency, as rows of the flat table: whole hundredths of it, and what has no price in its asset.
import type { Row } from '../csv.ts';
import type { RunJson } from '../schema.ts';

/** Endpoints stand in the order of the result. `add`: rows of exact amounts by convention and asset, as the other lines have them. */
export function priceRows(
  { name, headline, prices, endpoints }: RunJson,
  add: (line: string, amounts: Readonly<Record<string, Readonly<Record<string, string>>>>, more: Row) => void,
): Row[] {
  return (prices?.endpoints ?? []).flatMap(({ chain, address, values }, index): Row[] => {
    const { entity = '', category = '' } = endpoints[index] ?? {};
    const where = { chain, address, entity, category };
    const currency = prices?.currency ?? '';
    return Object.entries(values).flatMap(([convention, byAsset]) =>
      Object.entries(byAsset).flatMap(([asset, { value, transfers, unpriced }]): Row[] => {
        if (unpriced !== undefined)
          add(
            'value-unpriced',
            { [convention]: { [asset]: unpriced.amount } },
            { ...where, reason: 'no price' },
          );
        if (unpriced?.transfers === transfers) return [];
        const amount = BigInt(value.replace('.', '')).toString();
        const of = { run: name, seed: '', convention, headline, reason: `of ${asset}` };
        return [{ ...of, line: 'value', asset: currency, symbol: currency, decimals: '2', amount, ...where }];
      }),
    );
  });
}
