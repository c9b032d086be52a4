// Which chain a label file means: the words that packs use, and the form of the address where no word is there. Not which
// chains this program follows (model/chain.ts); labels of others are kept all the same.
import { type Address, normalAddress } from '../model/address.ts';
import { BITCOIN, type ChainId, chainName, chainOfList, ETHEREUM, isEvm } from '../model/chain.ts';
import { RowFault } from './reading/fault.ts';

const TRON = 'tron:0x2b6653dc' as ChainId;
const BNB = 'eip155:56' as ChainId;
const LONGEST_ADDRESS = 200;

/** Beside the names and aliases of model/chain.ts. Numbers: https://chainlist.org. */
const words: ReadonlyMap<string, ChainId> = new Map(
  Object.entries({
    xbt: BITCOIN,
    segwit: BITCOIN,
    erc20: ETHEREUM,
    trc20: TRON,
    bep20: BNB,
    etherscan: ETHEREUM,
    bscscan: BNB,
    poly: 'eip155:137',
    polygonscan: 'eip155:137',
    arbiscan: 'eip155:42161',
    avaxc: 'eip155:43114',
    fantom: 'eip155:250',
    ftm: 'eip155:250',
    ftmscan: 'eip155:250',
    etc: 'eip155:61',
    'ethereum-classic': 'eip155:61',
    gnosis: 'eip155:100',
    xdai: 'eip155:100',
    celo: 'eip155:42220',
    cronos: 'eip155:25',
    linea: 'eip155:59144',
    scroll: 'eip155:534352',
    mantle: 'eip155:5000',
    blast: 'eip155:81457',
    'zksync-era': 'eip155:324',
  }).map(([word, chain]) => [word, chain as ChainId]),
);

/** Assets of several chains: an address listed under one of these says by its form which chain is meant. */
const assets = new Set(['usdt', 'usdc', 'dai', 'tusd', 'busd']);

const BITCOIN_FORM =
  /^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,87}|BC1[02-9AC-HJ-NP-Z]{11,87})$/;
const EVM_FORM = /^0x[0-9a-f]{40}$/i;
const TRON_FORM = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

/** By the form of an address alone: EVM addresses are taken for Ethereum's. */
export function chainByForm(address: string): ChainId | undefined {
  if (EVM_FORM.test(address)) return ETHEREUM;
  if (TRON_FORM.test(address)) return TRON;
  return BITCOIN_FORM.test(address) ? BITCOIN : undefined;
}

/** What a pack's word for a chain stands for; a plain word that nobody knows is a chain of its own. */
export function chainOfWord(text: string): ChainId | undefined {
  const word = text.trim();
  const plain = word.toLowerCase();
  const known = words.get(plain);
  if (known !== undefined) return known;
  // USDT-TRC20 and ETH-ARBITRUM name an asset and a chain.
  const suffix = /^[a-z0-9.]+[-_]([a-z0-9]+)$/i.exec(plain)?.[1];
  const bySuffix = suffix === undefined ? undefined : words.get(suffix);
  return bySuffix ?? chainOfList(word);
}

/** The address in its inside form and its chain. `word` undefined: the file has no word for chains. Throws RowFault. */
export function placeOf(word: string | undefined, address: string): { chain: ChainId; address: Address } {
  if (address === '') throw new RowFault('its address is empty');
  if (address.length > LONGEST_ADDRESS)
    throw new RowFault(`its address is longer than ${LONGEST_ADDRESS} characters`);
  const chain =
    word === undefined || assets.has(word.trim().toLowerCase()) ? chainByForm(address) : chainOfWord(word);
  if (word === '') throw new RowFault('its chain is empty');
  if (chain === undefined)
    throw new RowFault(
      word === undefined || chainOfWord(word) !== undefined
        ? 'it names no chain, and its address has no form that tells one'
        : 'its chain is no name of a chain',
    );
  const form = isEvm(chain) ? EVM_FORM : forms.get(chain);
  if (form !== undefined && !form.test(address))
    throw new RowFault(`its address has not the form of one of ${chainName(chain)}`);
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(address)) throw new RowFault('its address holds control characters');
  return { chain, address: normalAddress(chain, address) };
}

const forms: ReadonlyMap<ChainId, RegExp> = new Map([
  [BITCOIN, BITCOIN_FORM],
  [TRON, TRON_FORM],
]);
