// A request packet for each service that keeps accounts: its addresses that were paid, each payment with what it carries
// under each rule, what any rule must give the service, and what it is asked to keep. Facts and requests, no legal order.
import type { AssetId } from '../../model/asset.ts';
import { chainName } from '../../model/chain.ts';
import { issuerName } from '../../model/issuers.ts';
import { placeKey } from '../../model/place.ts';
import type { EndpointFinding, EntityFinding, Findings } from '../../trace/findings.ts';
import { type AssetBook, amountText, symbolOf, timeText } from '../amounts.ts';
import { clipped, forTerminal } from '../escape.ts';
import { header, spanText } from '../text/style.ts';
import { whoSays } from '../who-says.ts';
import { type Block, heading, paragraph, type Table } from './block.ts';
import { flowTable } from './flow-table.ts';

/** Who keeps accounts of customers, and so can keep records and hold money back. Mixers, bridges and pools cannot. */
const KEEPS_ACCOUNTS: ReadonlySet<string> = new Set(['exchange', 'deposit', 'payment-processor', 'gambling']);

const ASKED: readonly string[] = [
  'Preserve now the records of every account that was credited with these payments, and of accounts tied to it by device, address, bank account or papers: registration and identity, log-ins with IP addresses, deposits, internal transfers, trades, withdrawals, payments in fiat, correspondence.',
  'Say whether each address was assigned to a customer, to whom, from when to when.',
  'Say what the accounts hold now, and hold it back as far as the law that applies to you allows, up to the amounts given here.',
  'Say where it went from the accounts: withdrawals since the first payment, with transaction id, address, time and amount.',
  'Say which of the payments listed here your own records do not show, or show otherwise.',
];

export function packetBlocks(findings: Findings, book: AssetBook): Block[] {
  return findings.entities
    .filter(({ category }) => KEEPS_ACCOUNTS.has(category))
    .flatMap((entity) => packetOf(entity, findings, book));
}

function packetOf(entity: EntityFinding, findings: Findings, book: AssetBook): Block[] {
  const keys = new Set<string>(entity.endpoints);
  const endpoints = findings.endpoints.filter(({ place }) => keys.has(placeKey(place)));
  const name = clipped(forTerminal(entity.entity), 100);
  return [
    heading(2, `Request packet: ${name}`),
    paragraph(
      `Facts of the chains and requests, for ${name} [${forTerminal(entity.category)}]. That an address is one of ${name} is what the source beside it says. What of a payment comes from the seeds is reckoned, under each rule by itself; poison is reach, and no amount owed.`,
    ),
    { kind: 'list', items: boundLines(entity, book) },
    heading(3, 'Addresses'),
    addressTable(endpoints, findings, book),
    heading(3, 'Payments'),
    ...paymentBlocks(keys, findings, book),
    heading(3, 'What is asked'),
    { kind: 'list', items: [...ASKED, ...issuerLines(endpoints, book)] },
  ];
}

function boundLines({ bounds }: EntityFinding, book: AssetBook): string[] {
  const lines = byAsset(bounds)
    .filter(([, { most }]) => most > 0n)
    .map(
      ([asset, { least, most, mostFollowed }]) =>
        `Under any rule it received at least ${amountText(book, asset, least)} from the seeds, and at most ${amountText(book, asset, most)}${most === mostFollowed ? '' : ` (${amountText(book, asset, mostFollowed)} of what was followed)`}.`,
    );
  return lines.length === 0
    ? ['No bounds are known: what reached it came by a change of asset or chain.']
    : lines;
}

function addressTable(endpoints: readonly EndpointFinding[], { options }: Findings, book: AssetBook): Table {
  const { conventions } = options;
  return {
    kind: 'table',
    head: ['chain', 'address', 'named by', 'payments', ...conventions.map(header)],
    rows: endpoints.map(({ place, display, label, arrivals, amounts }) => [
      chainName(place.chain),
      forTerminal(display),
      `${clipped(whoSays(label), 120)}${label.date === undefined ? '' : `, ${timeText(label.date).slice(0, 10)}`}`,
      byAsset(arrivals)
        .map(([, { transfers, first, last }]) => `${transfers}, ${spanText(first, last)}`)
        .join('; '),
      ...conventions.map(
        (name) =>
          [...(amounts.get(name) ?? [])]
            .map(([asset, amount]) => amountText(book, asset, amount))
            .join(', ') || '0',
      ),
    ]),
    right: conventions.map((_, index) => index + 4),
  };
}

/** Every transfer into one of the addresses that carries anything, in chain order. */
function paymentBlocks(keys: ReadonlySet<string>, findings: Findings, book: AssetBook): Block[] {
  if (findings.flows === undefined)
    return [paragraph('This result does not hold single transfers: ask for it again with --flows.')];
  return [
    flowTable(
      findings.flows.filter(({ transfer }) => keys.has(placeKey(transfer.to))),
      findings,
      book,
    ),
  ];
}

function issuerLines(endpoints: readonly EndpointFinding[], book: AssetBook): string[] {
  const assets = new Set(endpoints.flatMap(({ arrivals }) => [...arrivals.keys()]));
  return [...assets].sort().flatMap((asset) => {
    const issuer = issuerName(asset);
    return issuer === undefined
      ? []
      : [
          `${issuer} issues ${symbolOf(book, asset)} and can freeze it at an address: if it is still there, it can be asked too.`,
        ];
  });
}

/** In the order of the JSON result, so that a report made of it is the same. */
function byAsset<V>(rows: ReadonlyMap<AssetId, V>): [AssetId, V][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}
