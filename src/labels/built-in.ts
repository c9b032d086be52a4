// The built-in pack: a few facts, written for this project, so that a first trace names the large places without a file.
// Every address was found in at least one public label pack or court document, and names the public origin that says so.
// A wrong label is worse than none: what could not be confirmed (Stargate, the Base portal) is not here. Roles stand only
// where the source gives one. Not a label book: files given with --labels go before it.
import { normalAddress } from '../model/address.ts';
import { BITCOIN, type ChainId, ETHEREUM } from '../model/chain.ts';
import type { Label } from '../model/label.ts';
import { unixTime } from '../model/time.ts';

export const BUILT_IN = 'built-in';

/** chain, address in its inside form, entity, category, role */
type Row = readonly [ChainId, string, string, string, string?];

/** `date`: the day on which the source, or the pack that copied it, is known to have said so; none where that is not known. */
interface Origin {
  readonly source: string;
  readonly date?: string;
  readonly rows: readonly Row[];
}

const origins: readonly Origin[] = [
  {
    source: 'https://www.binance.com/en/blog/community/our-commitment-to-transparency-2895840147147652626',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0xbe0eb53f46cd790cd13851d5eff43d12404d33e8', 'Binance', 'exchange'],
      [ETHEREUM, '0xf977814e90da44bfa03b6295a0616a897441acec', 'Binance', 'exchange'],
      [ETHEREUM, '0x28c6c06298d514db089934071355e5743bf21d60', 'Binance', 'exchange'],
      [ETHEREUM, '0x9696f59e4d72e237be84ffd425dcad154bf96976', 'Binance', 'exchange'],
      [ETHEREUM, '0x21a31ee1afc51d94c2efccaa2092ad1028285549', 'Binance', 'exchange'],
      [ETHEREUM, '0xdfd5293d8e347dfe59e90efd55b2956a1343963d', 'Binance', 'exchange'],
      [ETHEREUM, '0x4976a4a02f38326660d17bf34b431dc6e2eb2327', 'Binance', 'exchange'],
      [BITCOIN, '34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo', 'Binance', 'exchange'],
      [BITCOIN, '3LYJfcfHPXYJreMsASk2jkn69LWEYKzexb', 'Binance', 'exchange'],
      [BITCOIN, 'bc1qm34lsc65zpw79lxes69zkqmk6ee3ewf0j77s3h', 'Binance', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/binance',
    rows: [[ETHEREUM, '0x3f5ce5fbfe3e9af3971dd833d26ba9b5c936f0be', 'Binance', 'exchange']],
  },
  {
    source: 'https://etherscan.io/accounts/label/coinbase',
    rows: [
      [ETHEREUM, '0x71660c4005ba85c37ccec55d0c4493e66fe775d3', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xddfabcdc4d8ffc6d5beaf154f18b778f892a0740', 'Coinbase', 'exchange'],
      [ETHEREUM, '0x3cd751e6b0078be393132286c442345e5dc49699', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xb5d85cbf7cb3ee0d56b3bb207d5fc4b82f43f511', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xeb2629a2734e272bcc07bda959863f316f4bd4cf', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xa9d1e08c7793af67e9d92fe308d5697fb81d3e43', 'Coinbase', 'exchange'],
      [
        ETHEREUM,
        '0x881d4032abe4188e2237efcd27ab435e81fc6bb1',
        'Coinbase Commerce',
        'payment-processor',
        'contract',
      ],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/kraken',
    rows: [
      [ETHEREUM, '0x2910543af39aba0cd09dbb2d50200b3e800a63d2', 'Kraken', 'exchange'],
      [ETHEREUM, '0x267be1c1d684f78cb4f6a176c4911b741e4ffdc0', 'Kraken', 'exchange'],
      [ETHEREUM, '0xda9dfa130df4de4673b89022ee50ff26f6ea73cf', 'Kraken', 'exchange'],
      [ETHEREUM, '0xe9f7ecae3a53d2a67105292894676b00d1fab785', 'Kraken', 'exchange', 'hot-wallet'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/okx',
    rows: [
      [ETHEREUM, '0x6cc5f688a315f3dc28a7781717a9a798a59fda7b', 'OKX', 'exchange'],
      [ETHEREUM, '0x98ec059dc3adfbdd63429454aeb0c990fba4a128', 'OKX', 'exchange'],
    ],
  },
  {
    source: 'https://twitter.com/okx/status/1590812545346330624',
    date: '2022-11-15',
    rows: [
      [ETHEREUM, '0x5041ed759dd4afc3a72b8192c143f72f4724081a', 'OKX', 'exchange'],
      [BITCOIN, '16rF2zwSJ9goQ9fZfYoti5LsUqqegb5RnA', 'OKX', 'exchange'],
      [BITCOIN, '1AumBaQDRaCC3cKKQVRHeyvoSPWNdDzsKP', 'OKX', 'exchange'],
    ],
  },
  {
    source: 'https://blog.bybit.com/en-US/post/statement-from-ben-on-bybit-s-wallets-bltfb7a70c50462875b/',
    date: '2022-11-17',
    rows: [
      [ETHEREUM, '0x1db92e2eebc8e0c075a02bea49a2935bcd2dfcf4', 'Bybit', 'exchange'],
      [ETHEREUM, '0xa7a93fd0a276fc1c0197a5b5623ed117786eed06', 'Bybit', 'exchange'],
      [ETHEREUM, '0xe1ab8c08294f8ee707d4efa458eab8bbeeb09215', 'Bybit', 'exchange'],
      [ETHEREUM, '0xee5b5b923ffce93a870b3104b7ca09c3db80047a', 'Bybit', 'exchange'],
      [BITCOIN, 'bc1q2qqqt87kh33s0er58akh7v9cwjgd83z5smh9rp', 'Bybit', 'exchange'],
      [BITCOIN, '1GrwDkr33gT6LuumniYjKEGjTLhsL5kmqC', 'Bybit', 'exchange'],
    ],
  },
  {
    source: 'https://www.kucoin.com/blog/transparency-and-trust-a-detailed-list-of-kucoin-s-wallets',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0xd6216fc19db775df9774a6e33526131da7d19a2c', 'KuCoin', 'exchange'],
      [ETHEREUM, '0xcad621da75a66c7a8f4ff86d30a2bf981bfc8fdd', 'KuCoin', 'exchange'],
      [ETHEREUM, '0xd89350284c7732163765b23338f2ff27449e0bf5', 'KuCoin', 'exchange'],
      [BITCOIN, 'bc1qgrxsrmrhsapvh9addyx6sh8j4rw0sn9xtur9uq', 'KuCoin', 'exchange'],
      [BITCOIN, '38fJPq4dYGPoJizEUGCL9yWkqg73cJmC2n', 'KuCoin', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/kucoin',
    rows: [[ETHEREUM, '0x2b5634c42055806a59e9107ed44d43c426e58258', 'KuCoin', 'exchange']],
  },
  {
    source: 'https://www.huobi.com/support/en-us/detail/24922606430831',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0x18709e89bd403f470088abdacebe86cc60dda12e', 'HTX (Huobi)', 'exchange'],
      [ETHEREUM, '0x5c985e89dde482efe97ea9f1950ad149eb73829b', 'HTX (Huobi)', 'exchange'],
      [BITCOIN, '12qTdZHx6f77aQ74CPCZGSY47VaRwYjVD8', 'HTX (Huobi)', 'exchange'],
      [BITCOIN, '143gLvWYUojXaWZRrxquRKpVNTkhmr415B', 'HTX (Huobi)', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/huobi',
    rows: [[ETHEREUM, '0xab5c66752a9e8167967685f1450532fb96d5d24f', 'HTX (Huobi)', 'exchange']],
  },
  {
    source: 'https://github.com/bitfinexcom/pub/blob/main/wallets.txt',
    date: '2022-12-12',
    rows: [
      [ETHEREUM, '0x77134cbc06cb00b66f4c7e623d5fdbf6777635ec', 'Bitfinex', 'exchange', 'hot-wallet'],
      [ETHEREUM, '0x742d35cc6634c0532925a3b844bc454e4438f44e', 'Bitfinex', 'exchange', 'cold-wallet'],
      [ETHEREUM, '0xc61b9bb3a7a0767e3179713f3a5c7a9aedce193c', 'Bitfinex', 'exchange', 'cold-wallet'],
      [BITCOIN, '1Kr6QSydW9bFQG1mXiPNNu6WpJGmUa9i1g', 'Bitfinex', 'exchange', 'hot-wallet'],
      [BITCOIN, '3JZq4atUahhuA9rLhXLMhhTo133J9rF97j', 'Bitfinex', 'exchange', 'cold-wallet'],
      [
        BITCOIN,
        'bc1qgdjqv0av3q56jvd82tkdjpy7gdp9ut8tlqmgrpmv24sq90ecnvqqjwvw97',
        'Bitfinex',
        'exchange',
        'cold-wallet',
      ],
    ],
  },
  {
    source: 'https://twitter.com/kris/status/1591036632664518657',
    date: '2022-11-15',
    rows: [
      [ETHEREUM, '0x7758e507850da48cd47df1fb5f875c23e3340c50', 'Crypto.com', 'exchange'],
      [ETHEREUM, '0xcffad3200574698b78f32232aa9d63eabd290703', 'Crypto.com', 'exchange'],
      [ETHEREUM, '0x6262998ced04146fa42253a5c0af90ca02dfd2a3', 'Crypto.com', 'exchange'],
      [BITCOIN, 'bc1qpy4jwethqenp4r7hqls660wy8287vw0my32lmy', 'Crypto.com', 'exchange'],
      [BITCOIN, 'bc1qr4dl5wa7kl8yu792dceg9z5knl2gkn220lk7a9', 'Crypto.com', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/gate-io',
    rows: [
      [ETHEREUM, '0x0d0707963952f2fba59dd06f2b425ace40b492fe', 'Gate.io', 'exchange'],
      [ETHEREUM, '0x1c4b70a3968436b9a0a9cf5205c787eb81bb558c', 'Gate.io', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/bitstamp',
    rows: [
      [ETHEREUM, '0x00bdb5699745f5b860228c8f939abf1b9ae374ed', 'Bitstamp', 'exchange'],
      [ETHEREUM, '0x1522900b6dafac587d499a862861c0869be6e428', 'Bitstamp', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/gemini',
    rows: [
      [ETHEREUM, '0xd24400ae8bfebb18ca49be86258a3c749cf46853', 'Gemini', 'exchange'],
      [ETHEREUM, '0x5f65f7b609678448494de4c87521cdf6cef1e932', 'Gemini', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/upbit',
    rows: [
      [ETHEREUM, '0x390de26d772d2e2005c6d1d24afc902bae37a4bb', 'Upbit', 'exchange'],
      [ETHEREUM, '0x5e032243d507c743b061ef021e2ec7fcc6d3ab89', 'Upbit', 'exchange'],
    ],
  },
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220808',
    date: '2022-08-08',
    rows: [
      [ETHEREUM, '0x910cbd523d972eb0a6f4cae4618ad62622b39dbf', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xa160cdab225685da1d56aa342ad8841c3b53f291', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x12d66f87a04a9e220743712ce6d9bb1b5616b8fc', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x47ce0c6ed5b0ce3d3a51fdb1c52dc66a7c3c2936', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x722122df12d4e14e13ac3b6895a86e84145b6967', 'Tornado Cash', 'mixer', 'contract'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/bridge',
    rows: [
      [ETHEREUM, '0x40ec5b33f54e0e8a33a975908c5ba1c14e5bbbdf', 'Polygon PoS bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x8484ef722627bf18ca5ae6bcf031c23e6e922b30', 'Polygon PoS bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a', 'Arbitrum bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f', 'Arbitrum bridge', 'bridge', 'contract'],
      [ETHEREUM, '0xa3a7b6f88361f48403514059f1f16c8e78d60eec', 'Arbitrum bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x99c9fc46f92e8a1c0dec1b1747d010903e884be1', 'Optimism bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x3ee18b2214aff97000d974cf647e7c347e8fa585', 'Wormhole', 'bridge', 'contract'],
      [ETHEREUM, '0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2', 'Ronin bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x64192819ac13ef72bf6b5ae239ac672b43a9af08', 'Ronin bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x8eb8a3b98659cce290402893d0123abb75e3ab28', 'Avalanche bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x2796317b0ff8538f253012862c06787adfb8ceb6', 'Synapse', 'bridge', 'contract'],
      [ETHEREUM, '0xb8901acb165ed027e32754e0ffe830802919727f', 'Hop', 'bridge', 'contract'],
      [ETHEREUM, '0x6b7a87899490ece95443e979ca9485cbe7e71522', 'Multichain', 'bridge', 'contract'],
      [ETHEREUM, '0x5427fefa711eff984124bfbb1ab6fbf5e3da1820', 'Celer cBridge', 'bridge', 'contract'],
      [ETHEREUM, '0xabea9132b05a70803a4e85094fd0e1800777fbef', 'zkSync Lite', 'bridge', 'contract'],
    ],
  },
  {
    source: 'https://github.com/DefiLlama/DefiLlama-Adapters',
    rows: [
      [BITCOIN, 'bc1qnhmemsqfhycvp6g50v732h7wfwdt68el4ux5ttu8xwsrzngmxv0qr55aga', 'Kraken', 'exchange'],
      [ETHEREUM, '0x40b38765696e3d5d8d9d834d8aad4bb6e418e489', 'Robinhood', 'exchange'],
      [BITCOIN, 'bc1qprdf80adfz7aekh5nejjfrp3jksc8r929svpxk', 'Robinhood', 'exchange'],
    ],
  },
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220414',
    date: '2022-04-14',
    rows: [
      [
        ETHEREUM,
        '0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        'Lazarus Group (Ronin bridge exploiter)',
        'sanctioned',
      ],
    ],
  },
  {
    source:
      'US v. approximately 63.7 Bitcoin, N.D. Cal. 3:21-mj-70945; https://www.justice.gov/opa/pr/department-justice-seizes-23-million-cryptocurrency-paid-ransomware-extortionists-darkside',
    date: '2021-06-07',
    rows: [
      [BITCOIN, '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', 'DarkSide', 'ransomware'],
      [BITCOIN, 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls', 'FBI (seizure of 2021-06-07)', 'seizure'],
    ],
  },
];

export const builtInLabels: readonly Label[] = origins.flatMap(({ source, date, rows }) => {
  const since = date === undefined ? undefined : unixTime(date);
  return rows.map(([chain, address, entity, category, role]) => ({
    chain,
    address: normalAddress(chain, address),
    entity,
    category,
    source,
    pack: BUILT_IN,
    ...(role === undefined ? {} : { role }),
    ...(since === undefined ? {} : { date: since }),
  }));
});
