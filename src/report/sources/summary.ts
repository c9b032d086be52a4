// The answer in sentences: what arrived, and from whom. One sentence per asset.
import type { AssetId } from '../../model/asset.ts';
import type { GroupFinding, SourceFindings, SourceStatement } from '../../trace/backward/findings.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import { type AssetBook, amountText, assetBook, bareAmount, shareText, timeText } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import { accountValueSentences } from '../prices/text.ts';

type Accounts = Pick<SourceFindings, 'account' | 'options'>;

/** Names in one sentence; the others are counted in it and listed below it. */
const NAMED = 4;

function accountName({ account }: Pick<SourceFindings, 'account'>): string {
  return account.length === 1 ? (account[0]?.display ?? '') : `the account's ${account.length} addresses`;
}

export function windowText({ since, until }: SourceFindings['options']): string {
  const parts = [
    ...(since === undefined ? [] : [`from ${timeText(since)}`]),
    ...(until === undefined ? [] : [`until ${timeText(until)}`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}

/** What stands before all figures: addresses that nobody knows, histories that are not whole, nothing that arrived. */
export function caveats({ account, options }: Accounts): string[] {
  return account
    .flatMap(({ display, isSeen, isPartial }) => {
      if (isPartial)
        return [`The history of ${display} could not be had in full; more may have arrived (see the gaps).`];
      if (!isSeen) return [`${display} takes part in no transfer up to the as-of block: check the address.`];
      return [];
    })
    .concat(nothingArrived({ account, options }));
}

function nothingArrived({ account, options }: Accounts): string[] {
  if (account.some(({ received }) => received.size > 0)) return [];
  if (account.every(({ isSeen }) => !isSeen)) return [];
  const outside = account.reduce((sum, place) => sum + place.outside, 0);
  const elsewhen =
    outside === 0
      ? ''
      : `; ${outside} payment${outside === 1 ? '' : 's'} arrived outside of that time and ${outside === 1 ? 'is' : 'are'} in no sum`;
  return [`Nothing arrived at ${accountName({ account })}${windowText(options)}${elsewhen}.`];
}

/** Assets that arrived: genuine ones, or where there are none all of them; how many others there are. */
export function shownAssets(findings: Pick<SourceFindings, 'received' | 'assets'>): {
  shown: AssetId[];
  unlisted: AssetId[];
} {
  const book = assetBook(findings.assets);
  const all = [...findings.received.keys()];
  const genuine = all.filter((id) => book.get(id)?.genuine === true);
  const shown = genuine.length > 0 ? genuine : all;
  return { shown, unlisted: all.filter((id) => !shown.includes(id)) };
}

/** `91,000 USDT arrived at the account's 3 addresses in 95 payments, … to …` */
export function arrivedText(findings: SourceFindings, asset: AssetId, book: AssetBook): string {
  const { transfers = 0, first = 0, last = 0 } = findings.arrivals.get(asset) ?? {};
  const least = findings.account.some(({ isPartial }) => isPartial) ? 'At least ' : '';
  const times = first === last ? timeText(first) : `${timeText(first)} to ${timeText(last)}`;
  return `${least}${amountText(book, asset, findings.received.get(asset) ?? 0n)} arrived at ${accountName(findings)} in ${transfers} payment${transfers === 1 ? '' : 's'}, ${times}`;
}

export function forgedSentence(findings: Pick<SourceFindings, 'received' | 'assets'>): string[] {
  const { unlisted } = shownAssets(findings);
  if (unlisted.length === 0) return [];
  return [
    `Transfers of ${unlisted.length} further token${unlisted.length === 1 ? '' : 's'}, on no list of genuine contracts, are recorded too; anyone can forge such transfers, so they are told apart below.`,
  ];
}

export function sourcesSummary(findings: SourceFindings): string[] {
  const book = assetBook(findings.assets);
  const headline = findings.options.conventions[0] as ConventionName;
  const { shown } = shownAssets(findings);
  const sentences = shown.map((asset) => {
    const arrived = arrivedText(findings, asset, book);
    const named = findings.entities.filter(
      ({ amounts, bounds }) =>
        amounts.get(headline)?.has(asset) === true || (bounds?.get(asset)?.least ?? 0n) > 0n,
    );
    if (headline === 'poison') {
      const names = named.map(({ entity }) => forTerminal(entity ?? '')).join(', ');
      return `${arrived}; ${names === '' ? 'no named source is within reach' : `within reach: ${names}`} (poison is reach, no amount is owed).`;
    }
    const whole = findings.received.get(asset) ?? 0n;
    const parts = named.slice(0, NAMED).map((group) => cameFrom(group, headline, asset, whole, book));
    const rest = named.slice(NAMED);
    if (rest.length > 0) {
      const sum = rest.reduce((total, { amounts }) => total + (amounts.get(headline)?.get(asset) ?? 0n), 0n);
      parts.push(`${bareAmount(book, asset, sum)} (${shareText(sum, whole)}) from ${rest.length} more`);
    }
    if (named.length === 0) parts.push('none of it came from a named source');
    return `${[arrived, ...parts, ...elsewhere(findings, asset, whole, book)].join('; ')} (${headline}).`;
  });
  return [
    ...caveats(findings),
    ...sentences,
    ...accountValueSentences(findings, book),
    ...forgedSentence(findings),
  ];
}

/** `9,405,000 (10.3 %, 9,175,000 of it directly) came from X [scam], at least 9,335,000 under any rule` */
function cameFrom(
  { entity, category, amounts, direct, bounds }: GroupFinding,
  headline: ConventionName,
  asset: AssetId,
  whole: bigint,
  book: AssetBook,
): string {
  const amount = amounts.get(headline)?.get(asset) ?? 0n;
  const straight = direct.get(headline)?.get(asset) ?? 0n;
  const directly =
    straight === 0n
      ? ''
      : straight === amount
        ? ', all of it directly'
        : `, ${bareAmount(book, asset, straight)} of it directly`;
  const least = bounds?.get(asset)?.least;
  const sure =
    least === undefined
      ? ''
      : least === amount
        ? ', under any rule'
        : `, at least ${bareAmount(book, asset, least)} under any rule`;
  return `${bareAmount(book, asset, amount)} (${shareText(amount, whole)}${directly}) came from ${forTerminal(entity ?? '')} [${forTerminal(category)}]${sure}`;
}

/** What no named source paid: an answer that is silent about it reads like a clean bill. */
function elsewhere(findings: SourceFindings, asset: AssetId, whole: bigint, book: AssetBook): string[] {
  const headline = findings.options.conventions[0];
  const row = findings.statement.find((each) => each.asset === asset && each.convention === headline);
  if (row === undefined) return [];
  const wallets = findings.sources
    .filter(
      ({ source, amounts }) =>
        source.kind === 'unknown' && amounts.get(headline as ConventionName)?.has(asset) === true,
    )
    .reduce((sum, { source }) => sum + source.places, 0);
  const lines: [keyof SourceStatement, string][] = [
    ['unknown', `from ${wallets} wallet${wallets === 1 ? '' : 's'} that no label names`],
    ['issued', 'was issued or mined'],
    ['own', "is the account's own money that came back"],
    ['unexplained', 'has no explanation (paid by wallets that are not known to have received it)'],
  ];
  return lines
    .map(([key, where]): [bigint, string] => [row[key] as bigint, where])
    .filter(([amount]) => amount > 0n)
    .map(([amount, where]) => `${bareAmount(book, asset, amount)} (${shareText(amount, whole)}) ${where}`);
}
