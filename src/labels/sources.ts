// Public sources that `trace labels update` may fetch without being told where. Others are configured by the user.
import type { Defaults } from './reading/row-labels.ts';

export interface LabelSource {
  readonly name: string;
  readonly url: string;
  readonly licence?: string | undefined;
  readonly defaults?: Defaults;
  /** The address is a page: of the files that it names the newest is the pack. */
  readonly files?: PublishedFiles;
}

export interface PublishedFiles {
  /** Where they lie, without a slash at the end. */
  readonly folder: string;
  /** Which names they have; the first group is the day of the edition, as digits. */
  readonly name: RegExp;
}

const ADAPTERS = 'https://raw.githubusercontent.com/DefiLlama/DefiLlama-Adapters/main/projects';
const DEFILLAMA = {
  licence: 'Apache-2.0',
  defaults: { source: 'https://github.com/DefiLlama/DefiLlama-Adapters', tier: 'curated' },
} as const;

/** Exchanges with a file of their own in DefiLlama's list, by its name there. */
const exchanges: readonly (readonly [folder: string, entity: string])[] = [
  ['binance', 'Binance'],
  ['bitfinex', 'Bitfinex'],
  ['bitget', 'Bitget'],
  ['bybit', 'Bybit'],
  ['crypto-com', 'Crypto.com'],
  ['deribit', 'Deribit'],
  ['gate-io', 'Gate.io'],
  ['huobi', 'HTX (Huobi)'],
  ['kraken', 'Kraken'],
  ['kucoin', 'KuCoin'],
  ['mexc-cex', 'MEXC'],
  ['okex', 'OKX'],
];

export const labelSources: readonly LabelSource[] = [
  {
    name: 'ofac-sdn',
    // The plain form: the advanced one, which dates each listing, is larger than an answer may be.
    url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML',
    licence: 'work of the United States government, public domain',
  },
  {
    name: 'okx-por',
    url: 'https://www.okx.com/proof-of-reserves/download',
    licence: 'published by OKX for verification, no licence stated',
    defaults: { entity: 'OKX', category: 'exchange', tier: 'owner' },
    files: {
      folder: 'https://static.okx.com/cdn/okx/por/chain',
      name: /(?:okx_por|por_csv)_(\d{8,10})_[vV]?\d+(?:\.csv)?\.zip/g,
    },
  },
  {
    name: 'defillama-bitcoin',
    url: `${ADAPTERS}/helper/bitcoin-book/index.js`,
    ...DEFILLAMA,
  },
  ...exchanges.map(([folder, entity]) => ({
    name: `defillama-${folder}`,
    url: `${ADAPTERS}/${folder}/index.js`,
    licence: DEFILLAMA.licence,
    defaults: { ...DEFILLAMA.defaults, entity, category: 'exchange' },
  })),
];
