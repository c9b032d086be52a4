// The contracts of bridges whose events are read, one row each chain: an event of any other contract says nothing, since
// anyone can emit it. A further chain is a further row.
import { type Address, normalAddress } from '../../../model/address.ts';
import type { BridgeContract } from '../../../model/bridge.ts';
import { type ChainId, ETHEREUM } from '../../../model/chain.ts';

export interface CctpContracts {
  readonly messenger: Address;
  readonly transmitter: Address;
  /** What is burnt passes through it. */
  readonly minter: Address;
}

export interface BridgeContracts {
  /** Circle's number of the chain; undefined: Circle's bridge is not there. */
  readonly domain: number | undefined;
  readonly cctp1: CctpContracts | undefined;
  readonly cctp2: CctpContracts | undefined;
  readonly spokePool: Address | undefined;
  readonly thorRouters: readonly Address[];
}

const NONE: BridgeContracts = {
  domain: undefined,
  cctp1: undefined,
  cctp2: undefined,
  spokePool: undefined,
  thorRouters: [],
};

function at(text: string): Address {
  return normalAddress(ETHEREUM, text);
}

/** Version 2 has the same addresses on every EVM chain: developers.circle.com/cctp/references/contract-addresses. */
export const CCTP2: CctpContracts = {
  messenger: at('0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d'),
  transmitter: at('0x81D40F21F12A8F0E3252Bccb954D722d4c464B64'),
  minter: at('0xfd78EE919681417d192449715b2594ab58f5D002'),
};

/** Router 6.1 has one address everywhere: thornode, chain/evm/deployment/routerv6/Mainnet-RouterV61-Deployment.md. */
const THOR6 = at('0x00dc6100103BC402d490aEE3F9a5560cBd91f1d4');

/**
 * Version 1: developers.circle.com/cctp/v1/evm-smart-contracts. Pools: across-protocol/contracts, deployments. Routers up to 4:
 * `inbound_addresses` of THORNode as it was over the years, and x/thorchain/router_upgrade_info.go there; oldest first.
 */
const rows: Readonly<Record<string, BridgeContracts>> = {
  'eip155:1': {
    domain: 0,
    cctp1: {
      messenger: at('0xBd3fa81B58Ba92a82136038B25aDec7066af3155'),
      transmitter: at('0x0a992d191DEeC32aFe36203Ad87D7d289a738F81'),
      minter: at('0xc4922d64a24675E16e1586e3e3Aa56C06fABe907'),
    },
    cctp2: CCTP2,
    spokePool: at('0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5'),
    thorRouters: [
      at('0x42A5Ed456650a09Dc10EBc6361A7480fDd61f27B'),
      at('0xC145990E84155416144C532E31f89B840Ca8c2cE'),
      at('0x3624525075b88B24ecc29CE226b0CEc1fFcB6976'),
      at('0xD37BbE5744D730a1d98d8DC97c42F0Ca46aD7146'),
      THOR6,
    ],
  },
  'eip155:10': {
    ...NONE,
    domain: 2,
    cctp1: {
      messenger: at('0x2B4069517957735bE00ceE0fadAE88a26365528f'),
      transmitter: at('0x4D41f22c5a0e5c74090899E5a8Fb597a8842b3e8'),
      minter: at('0x33E76C5C31cb928dc6FE6487AB3b2C0769B1A1e3'),
    },
    cctp2: CCTP2,
    spokePool: at('0x6f26Bf09B1C792e3228e5467807a900A503c0281'),
  },
  'eip155:56': {
    ...NONE,
    spokePool: at('0x4e8E101924eDE233C13e2D8622DC8aED2872d505'),
    thorRouters: [at('0xb30eC53F98ff5947EDe720D32aC2da7e52A5f56b'), THOR6],
  },
  'eip155:137': {
    ...NONE,
    domain: 7,
    cctp1: {
      messenger: at('0x9daF8c91AEFAE50b9c0E69629D3F6Ca40cA3B3FE'),
      transmitter: at('0xF3be9355363857F3e001be68856A2f96b4C39Ba9'),
      minter: at('0x10f7835F827D6Cf035115E10c50A853d7FB2D2EC'),
    },
    cctp2: CCTP2,
    spokePool: at('0x9295ee1d8C5b022Be115A2AD3c30C72E34e7F096'),
  },
  'eip155:8453': {
    domain: 6,
    cctp1: {
      messenger: at('0x1682Ae6375C4E4A97e4B583BC394c861A46D8962'),
      transmitter: at('0xAD09780d193884d503182aD4588450C416D6F9D4'),
      minter: at('0xe45B133ddc64bE80252b0e9c75A8E74EF280eEd6'),
    },
    cctp2: CCTP2,
    spokePool: at('0x09aea4b2242abC8bb4BB78D537A67a245A7bEC64'),
    thorRouters: [at('0x68208D99746b805a1Ae41421950A47b711E35681'), THOR6],
  },
  'eip155:42161': {
    ...NONE,
    domain: 3,
    cctp1: {
      messenger: at('0x19330d10D9Cc8751218eaf51E8885D058642E08A'),
      transmitter: at('0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca'),
      minter: at('0xE7Ed1fa7f45D05C508232aa32649D89b73b8bA48'),
    },
    cctp2: CCTP2,
    spokePool: at('0xe35e9842fceaCA96570B734083f4a58e8F7C5f2A'),
  },
  'eip155:43114': {
    ...NONE,
    domain: 1,
    cctp1: {
      messenger: at('0x6B25532e1060CE10cc3B0A99e5683b91BFDe6982'),
      transmitter: at('0x8186359aF5F57FbB40c6b14A588d2A59C0C29880'),
      minter: at('0x420F5035fd5dC62a167E7e7f08B604335aE272b8'),
    },
    cctp2: CCTP2,
    thorRouters: [at('0x8F66c4AE756BEbC49Ec8B81966DD8bba9f127549'), THOR6],
  },
};

export function bridgeContracts(chain: ChainId): BridgeContracts {
  return rows[chain] ?? NONE;
}

const CIRCLE = 'Circle CCTP';
const SOURCES = {
  cctp1: { bridge: CIRCLE, source: 'https://developers.circle.com/cctp/v1/evm-smart-contracts' },
  cctp2: { bridge: CIRCLE, source: 'https://developers.circle.com/cctp/references/contract-addresses' },
  across: {
    bridge: 'Across',
    source: 'https://github.com/across-protocol/contracts/blob/master/deployments/README.md',
  },
  thorchain: {
    bridge: 'THORChain',
    source: 'https://thornode.ninerealms.com/thorchain/inbound_addresses',
  },
} as const satisfies Record<string, BridgeContract>;

/** What wallets hand over to: pools, minters, routers. */
export function bridgeAddresses(chain: ChainId): ReadonlyMap<Address, BridgeContract> {
  const { cctp1, cctp2, spokePool, thorRouters } = bridgeContracts(chain);
  const all: readonly (readonly [Address | undefined, BridgeContract])[] = [
    [cctp1?.minter, SOURCES.cctp1],
    [cctp2?.minter, SOURCES.cctp2],
    [spokePool, SOURCES.across],
    ...thorRouters.map((router) => [router, SOURCES.thorchain] as const),
  ];
  return new Map(all.flatMap(([address, of]) => (address === undefined ? [] : [[address, of] as const])));
}

/** developers.circle.com/cctp/concepts/supported-chains-and-domains, the EVM chains among the first of them. */
const DOMAINS: Readonly<Record<number, number>> = {
  0: 1,
  1: 43114,
  2: 10,
  3: 42161,
  6: 8453,
  7: 137,
  10: 130,
  11: 59144,
  14: 480,
};

export function chainOfDomain(domain: number): ChainId | undefined {
  const chain = DOMAINS[domain];
  return chain === undefined ? undefined : (`eip155:${chain}` as ChainId);
}
