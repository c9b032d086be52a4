import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { address as codec } from 'bitcoinjs-lib';
import { getAddress } from 'ethers/address';
import { expect, test } from 'vitest';
import { filesIn, packFile } from '../../src/cli/pack-files.ts';
import { BUILT_IN, builtInLabels } from '../../src/labels/built-in.ts';
import { categoryOf } from '../../src/labels/categories.ts';
import { ownerKey } from '../../src/labels/rank.ts';
import { readPack } from '../../src/labels/reading/read-pack.ts';
import { BITCOIN, ETHEREUM, isEvm } from '../../src/model/chain.ts';

const TRON = 'tron:0x2b6653dc';

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const absent = !existsSync(SHARED);

test('every row says who says so, with a link, and uses our words for categories', () => {
  for (const { source, entity, category, pack, date } of builtInLabels) {
    expect(source).toMatch(/https:\/\/[a-z0-9.-]+\/\S+$/);
    expect(entity).not.toBe('');
    expect(categoryOf(category)).toBe(category);
    expect(pack).toBe(BUILT_IN);
    // Neither before Bitcoin nor after this was written.
    if (date !== undefined) expect(date > 1_231_006_505 && date < 1_767_225_600).toBe(true);
  }
});

test('every address is one of its chain, in its inside form, and stands once', () => {
  for (const { chain, address } of builtInLabels) {
    if (isEvm(chain)) {
      expect(address).toMatch(/^0x[0-9a-f]{40}$/);
      expect(getAddress(address).toLowerCase()).toBe(address);
    } else if (chain === TRON) {
      // Base58Check of a version byte 0x41 and 20 bytes.
      const { version, hash } = codec.fromBase58Check(address);
      expect([version, hash.length]).toEqual([0x41, 20]);
    } else {
      expect(chain).toBe(BITCOIN);
      expect(() => codec.toOutputScript(address), address).not.toThrow();
    }
  }
  expect(new Set(builtInLabels.map(({ chain, address }) => `${chain}/${address}`)).size).toBe(
    builtInLabels.length,
  );
});

test('the main wallets of the largest exchanges are there, on Bitcoin, EVM chains and Tron; mixers, bridges, DEX routers', () => {
  expect(builtInLabels.length).toBeGreaterThanOrEqual(150);
  // Written for this project, no copy of another pack.
  expect(builtInLabels.length).toBeLessThanOrEqual(300);
  const of = (...categories: readonly string[]) =>
    builtInLabels.filter(({ category }) => categories.includes(category));
  const exchanges = of('exchange');
  expect(exchanges.length).toBeGreaterThanOrEqual(150);
  expect(new Set(exchanges.map(({ entity }) => entity)).size).toBeGreaterThanOrEqual(20);
  for (const chain of [BITCOIN, ETHEREUM, TRON])
    expect(
      new Set(exchanges.filter((label) => label.chain === chain).map(({ entity }) => entity)).size,
    ).toBeGreaterThanOrEqual(7);
  for (const category of ['mixer', 'bridge', 'dex', 'sanctioned'])
    expect(of(category).length).toBeGreaterThanOrEqual(10);
});

/** By volume and holdings over the years in which the sources were published. */
const LARGEST = [
  'Binance',
  'OKX',
  'Bybit',
  'Coinbase',
  'Kraken',
  'KuCoin',
  'Bitfinex',
  'HTX (Huobi)',
  'Gate.io',
  'Crypto.com',
  'MEXC',
  'Bitstamp',
  'Gemini',
  'Upbit',
  'Bithumb',
  'Deribit',
  'BitMEX',
  'Poloniex',
  'Bittrex',
  'FTX',
];

test('150 main wallets of 20 large exchanges, several of each', () => {
  const of = (name: string) =>
    builtInLabels.filter(({ entity, category }) => entity === name && category === 'exchange').length;
  expect(LARGEST).toHaveLength(20);
  for (const name of LARGEST) expect(of(name), name).toBeGreaterThanOrEqual(2);
  expect(LARGEST.reduce((sum, name) => sum + of(name), 0)).toBeGreaterThanOrEqual(150);
});

test('every row says who stands behind it', () => {
  expect(builtInLabels.filter(({ tier }) => tier === undefined)).toEqual([]);
});

test('the places that the cases need are there', () => {
  const category = (text: string) => builtInLabels.find(({ address }) => address === text)?.category;
  expect(category('0x098b716b8aaf21512996dc57eb0615e2383e2f96')).toBe('sanctioned');
  expect(category('0x53b6936513e738f44fb50d2b9476730c0ab3bfc1')).toBe('sanctioned');
  expect(category('15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr')).toBe('ransomware');
  expect(category('bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls')).toBe('seizure');
  // Tornado Cash's pools of 0.1, 1, 10 and 100 ETH.
  for (const pool of [
    '0x12d66f87a04a9e220743712ce6d9bb1b5616b8fc',
    '0x47ce0c6ed5b0ce3d3a51fdb1c52dc66a7c3c2936',
    '0x910cbd523d972eb0a6f4cae4618ad62622b39dbf',
    '0xa160cdab225685da1d56aa342ad8841c3b53f291',
  ]) {
    expect(category(pool)).toBe('mixer');
  }
});

function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Words by which a pack may call an entity, where they are not the entity's first word. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  OKX: ['okex'],
  HTX: ['huobi'],
  'Crypto.com': ['cryptocom', 'crypto-com'],
  Polygon: ['matic'],
  zkSync: ['zksync'],
  DarkSide: ['seed'],
  Gnosis: ['omni', 'xdai'],
  '0x': ['exchangeproxy'],
  Hydra: ['hydra'],
  MetaMask: ['metamask'],
};

test.skipIf(absent)(
  'every row is confirmed by a public pack or the published case (skipped: no shared data)',
  () => {
    const texts = [...files(join(SHARED, 'labels')), join(SHARED, 'reference/cases.md')]
      .filter((file) => /\.(csv|json|yaml|txt|md)$/.test(file))
      .map((file) => ({ file, text: readFileSync(file, 'utf8').toLowerCase() }));
    for (const { address, entity } of builtInLabels) {
      const first = entity.split(/[ (]/)[0] ?? '';
      const words = [first, ...(otherNames[first] ?? [])].map((word) => word.toLowerCase());
      const confirming = texts.filter(({ file, text }) => {
        const at = text.indexOf(address.toLowerCase());
        if (at < 0) return false;
        const around = text.slice(Math.max(0, at - 200), at + 250);
        return words.some((word) => around.includes(word) || file.includes(word));
      });
      expect(confirming.length, `${entity} ${address}`).toBeGreaterThan(0);
    }
  },
);

test('a page of an explorer that is named after one owner vouches for no other', () => {
  const pages: Readonly<Record<string, string>> = {
    huobi: 'htx',
    'gate-io': 'gate',
    pancakeswap: 'pancakeswap',
  };
  const general = new Set(['exchange', 'bridge', 'dex']);
  for (const { source, entity } of builtInLabels)
    for (const [, page = ''] of source.matchAll(/etherscan\.io\/accounts\/label\/([a-z0-9-]+)/g))
      if (!general.has(page))
        expect(entity.toLowerCase(), source).toMatch(new RegExp(`^${pages[page] ?? page}`));
});

test.skipIf(absent)(
  'a page of an owner is the one that an independent pack names for the address (skipped: no shared data)',
  () => {
    const texts = files(join(SHARED, 'labels/graphsense-tagpacks'))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(file, 'utf8').toLowerCase());
    const rows = builtInLabels.filter(({ tier }) => tier === 'owner');
    expect(rows.length).toBeGreaterThan(80);
    for (const { address, source } of rows) {
      const page = (source.split('; ')[0] ?? '').toLowerCase();
      const found = texts.some((text) => text.includes(address.toLowerCase()) && text.includes(page));
      expect(found, `${address} ${source}`).toBe(true);
    }
  },
);

/** Where a second source of a row lies here. */
const copies: Readonly<Record<string, string>> = {
  'https://github.com/DefiLlama/DefiLlama-Adapters': 'defillama-cex',
  'https://github.com/brianleect/etherscan-labels': 'brianleect-etherscan-labels',
};

/** Owners by chain and address, as a pack names them. */
function ownersIn(pack: string): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const file of filesIn(join(SHARED, 'labels', pack))) {
    const { reading, bytes } = packFile(file, {});
    for (const row of readPack(bytes, reading))
      for (const label of 'labels' in row ? row.labels : []) {
        const key = `${label.chain}/${label.address}`;
        owners.set(key, [...(owners.get(key) ?? []), ownerKey(label)]);
      }
  }
  return owners;
}

test.skipIf(absent)(
  'a second source says the same, most main wallets have one, and no list of exchanges says otherwise (skipped: no shared data)',
  () => {
    const packs = new Map(Object.values(copies).map((pack) => [pack, ownersIn(pack)]));
    const exchanges = builtInLabels.filter(({ category }) => category === 'exchange');
    const second = exchanges.filter(({ source }) => source.includes('; '));
    expect(second.length).toBeGreaterThanOrEqual(60);
    for (const label of exchanges) {
      const key = ownerKey(label);
      for (const [url, pack] of Object.entries(copies)) {
        const said = packs.get(pack)?.get(`${label.chain}/${label.address}`) ?? [];
        const agrees = said.some((owner) => owner.includes(key));
        if (label.source.includes(`; ${url}`)) expect(agrees, `${label.address} ${url}`).toBe(true);
        // Two sources where they exist; a tag of Etherscan's and a copy of it are one.
        const isCopy =
          label.source === url || (pack.startsWith('brianleect') && label.source.includes('etherscan.io'));
        if (agrees && !isCopy) expect(label.source, label.address).toContain('; ');
        // Explorers also give words of what a contract is; some pack must have the owner.
        else if (said.length > 0) expect(agrees, `${label.address} ${said.join()}`).toBe(true);
      }
    }
  },
  60_000,
);
