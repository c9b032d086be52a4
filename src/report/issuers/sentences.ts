// What an issuer could still freeze, and what it has: a sentence for each asset, for the first screen.
import type { ConventionName } from '../../trace/conventions/convention.ts';
import type { Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, symbolOf, timeText } from '../amounts.ts';

export function issuerSentences({ issuers, options, seeds: asked }: Findings, book: AssetBook): string[] {
  const name = options.conventions.find((each) => each !== 'poison');
  return (issuers ?? []).flatMap(
    ({ asset, issuer, asked: isAsked, free, frozen, destroyed, seeds, wallets }): string[] => {
      const sum = (of: ReadonlyMap<ConventionName, bigint>): bigint =>
        (name === undefined ? undefined : of.get(name)) ?? 0n;
      const amount = (of: ReadonlyMap<ConventionName, bigint>): string => amountText(book, asset, sum(of));
      const at = (many: number): string => (many === 1 ? 'one wallet' : `${many} wallets`);
      const done = [
        ...(sum(frozen) > 0n ? [`${amount(frozen)} at ${at(wallets.frozen)} is frozen`] : []),
        ...(sum(destroyed) > 0n ? [`${amount(destroyed)} was destroyed`] : []),
      ];
      const open =
        sum(free) === 0n
          ? []
          : isAsked === 'yes'
            ? [`${amount(free)} still stands free at ${at(wallets.free)} and could be frozen by ${issuer}.`]
            : [
                `${amount(free)} stands at ${at(wallets.free)} and could be frozen by ${issuer}; whether some of it is already could not be asked (see the gaps).`,
              ];
      const own = seeds.map(({ id, since }) => {
        const display = asked.find(({ seed }) => seed.id === id)?.display ?? id;
        return `${display} is itself frozen in ${symbolOf(book, asset)} by ${issuer}, since ${timeText(since)}.`;
      });
      return [...own, ...(done.length === 0 ? [] : [`By ${issuer}, ${done.join(', and ')}.`]), ...open];
    },
  );
}
