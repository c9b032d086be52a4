// What the name of a file of a well-known pack tells that its rows do not: the chain, and whose list it is. Each form is
// named in docs/labels.md; of any other file nothing is guessed from its name.
import type { Defaults } from './row-labels.ts';

const OFAC: Defaults = {
  entity: 'OFAC SDN',
  category: 'sanctioned',
  source: 'OFAC SDN',
  url: 'https://sanctionslist.ofac.treas.gov/',
  tier: 'official',
  names: 'several',
};

const SCAMSNIFFER: Defaults = {
  entity: 'ScamSniffer blacklist',
  category: 'phishing',
  source: 'https://github.com/scamsniffer/scam-database',
  tier: 'curated',
};

/** Exchanges whose proof of reserves does not always name its owner in each row. */
const RESERVES: Readonly<Record<string, string>> = { okx: 'OKX', binance: 'Binance', bybit: 'Bybit' };

const forms: readonly (readonly [RegExp, (match: RegExpExecArray) => Defaults])[] = [
  [
    /(?:^|\/)sanctioned_addresses_([A-Z0-9]{2,6})\.(?:txt|json)$/,
    (match) => ({ ...OFAC, chain: match[1] as string }),
  ],
  [
    /(?:^|\/)((?:ether|bsc|ftm|polygon)scan|arbiscan|optimism|avalanche)\.combined(?:Account|Token)Labels\.json$/,
    (match) => ({
      chain: match[1] as string,
      source: 'https://github.com/brianleect/etherscan-labels',
      tier: 'explorer',
    }),
  ],
  [
    /(?:^|\/)labels\/(\d{1,9})\/[^/]+\.csv$/,
    (match) => ({
      chain: `eip155:${match[1]}`,
      source: 'https://github.com/forta-network/labelled-datasets',
    }),
  ],
  [
    /(?:^|\/)cex_addresses\.csv$/,
    () => ({
      category: 'exchange',
      source: 'https://github.com/DefiLlama/DefiLlama-Adapters',
      tier: 'curated',
    }),
  ],
  [/(?:^|\/)(?:scamsniffer|blacklist)\/(?:address|combined)\.json$/, () => SCAMSNIFFER],
  [
    /(?:^|\/)(okx|binance|bybit)[-_.](?:por|proof[-_.]?of[-_.]?reserves?|reserves?)(?![a-z])[^/]*\.csv$/i,
    (match) => ({
      entity: RESERVES[(match[1] as string).toLowerCase()] as string,
      category: 'exchange',
      tier: 'owner',
    }),
  ],
];

/** `name` as the pack is called, folders and all. */
export function knownFile(name: string): Defaults {
  for (const [form, defaults] of forms) {
    const match = form.exec(name);
    if (match !== null) return defaults(match);
  }
  return {};
}
