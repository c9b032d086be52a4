// Main wallets of exchanges, of the built-in pack: by who says so. Facts, each with its public origin (built-in.ts).
import { BITCOIN, BNB, ETHEREUM, type Origin, TRON } from './origin.ts';

export const exchanges: readonly Origin[] = [
  {
    source:
      'https://www.binance.com/en/blog/community/our-commitment-to-transparency-2895840147147652626; https://github.com/brianleect/etherscan-labels',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0xbe0eb53f46cd790cd13851d5eff43d12404d33e8', 'Binance', 'exchange'],
      [ETHEREUM, '0xf977814e90da44bfa03b6295a0616a897441acec', 'Binance', 'exchange'],
      [ETHEREUM, '0x28c6c06298d514db089934071355e5743bf21d60', 'Binance', 'exchange'],
      [ETHEREUM, '0x9696f59e4d72e237be84ffd425dcad154bf96976', 'Binance', 'exchange'],
      [ETHEREUM, '0x21a31ee1afc51d94c2efccaa2092ad1028285549', 'Binance', 'exchange'],
      [ETHEREUM, '0xdfd5293d8e347dfe59e90efd55b2956a1343963d', 'Binance', 'exchange'],
      [ETHEREUM, '0x4976a4a02f38326660d17bf34b431dc6e2eb2327', 'Binance', 'exchange'],
      [BNB, '0xf977814e90da44bfa03b6295a0616a897441acec', 'Binance', 'exchange'],
      [BNB, '0x3c783c21a0383057d128bae431894a5c19f9cf06', 'Binance', 'exchange'],
      [BNB, '0xdccf3b77da55107280bd850ea519df3705d1a75a', 'Binance', 'exchange'],
      [BNB, '0x8894e0a0c962cb723c1976a4421c95949be2d4e3', 'Binance', 'exchange'],
      [BNB, '0x515b72ed8a97f42c568d6a143232775018f133c8', 'Binance', 'exchange'],
      [BNB, '0xbd612a3f30dca67bf60a39fd0d35e39b7ab80774', 'Binance', 'exchange'],
      [ETHEREUM, '0x5a52e96bacdabb82fd05763e25335261b270efcb', 'Binance', 'exchange'],
      [ETHEREUM, '0x56eddb7aa87536c09ccc2793473599fd21a8b17f', 'Binance', 'exchange'],
      [ETHEREUM, '0xa344c7ada83113b3b56941f6e85bf2eb425949f3', 'Binance', 'exchange'],
    ],
  },
  {
    source:
      'https://www.binance.com/en/blog/community/our-commitment-to-transparency-2895840147147652626; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [BITCOIN, '34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo', 'Binance', 'exchange'],
      [BITCOIN, '3LYJfcfHPXYJreMsASk2jkn69LWEYKzexb', 'Binance', 'exchange'],
      [BITCOIN, 'bc1qm34lsc65zpw79lxes69zkqmk6ee3ewf0j77s3h', 'Binance', 'exchange'],
      [BITCOIN, '3M219KR5vEneNb47ewrPfWyb5jQ2DjxRP6', 'Binance', 'exchange'],
    ],
  },
  {
    source: 'https://www.binance.com/en/blog/community/our-commitment-to-transparency-2895840147147652626',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [TRON, 'TV6MuMXfmLbBqPZvBHdwFsDnQeVfnmiuSi', 'Binance', 'exchange'],
      [TRON, 'TMuA6YqfCeX8EhbfYEg5y7S4DqzSJireY9', 'Binance', 'exchange'],
      [TRON, 'TWd4WrZ9wn84f5x1hZhL4DHvk738ns5jwb', 'Binance', 'exchange'],
      [TRON, 'TJDENsfBJs4RFETt1X1W8wMDc8M5XnJhCe', 'Binance', 'exchange'],
      [TRON, 'TAzsQ9Gx8eqFNFSKbeXrbi45CuVPHzA8wr', 'Binance', 'exchange'],
      [TRON, 'TQrY8tryqsYVCYS3MFbtffiPp2ccyn4STm', 'Binance', 'exchange'],
      [TRON, 'TNXoiAJ3dct8Fjg4M9fkLFh9S2v9TXc32G', 'Binance', 'exchange'],
      [TRON, 'TYASr5UV6HEcXatwdFQfmLVUqQQQMUxHLS', 'Binance', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/binance',
    tier: 'explorer',
    rows: [[ETHEREUM, '0x3f5ce5fbfe3e9af3971dd833d26ba9b5c936f0be', 'Binance', 'exchange']],
  },
  {
    source: 'https://etherscan.io/accounts/label/kraken; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x2910543af39aba0cd09dbb2d50200b3e800a63d2', 'Kraken', 'exchange'],
      [ETHEREUM, '0x267be1c1d684f78cb4f6a176c4911b741e4ffdc0', 'Kraken', 'exchange'],
      [ETHEREUM, '0xda9dfa130df4de4673b89022ee50ff26f6ea73cf', 'Kraken', 'exchange'],
      [ETHEREUM, '0xe9f7ecae3a53d2a67105292894676b00d1fab785', 'Kraken', 'exchange', 'hot-wallet'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/okx',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x6cc5f688a315f3dc28a7781717a9a798a59fda7b', 'OKX', 'exchange'],
      [ETHEREUM, '0x98ec059dc3adfbdd63429454aeb0c990fba4a128', 'OKX', 'exchange'],
    ],
  },
  {
    source:
      'https://twitter.com/okx/status/1590812545346330624; https://github.com/brianleect/etherscan-labels',
    tier: 'owner',
    date: '2022-11-15',
    rows: [
      [ETHEREUM, '0x5041ed759dd4afc3a72b8192c143f72f4724081a', 'OKX', 'exchange'],
      [ETHEREUM, '0xcba38020cd7b6f51df6afaf507685add148f6ab6', 'OKX', 'exchange'],
      [ETHEREUM, '0x461249076b88189f8ac9418de28b365859e46bfd', 'OKX', 'exchange'],
      [ETHEREUM, '0xc5451b523d5fffe1351337a221688a62806ad91a', 'OKX', 'exchange'],
      [ETHEREUM, '0x42436286a9c8d63aafc2eebbca193064d68068f2', 'OKX', 'exchange'],
      [ETHEREUM, '0x69a722f0b5da3af02b4a205d6f0c285f4ed8f396', 'OKX', 'exchange'],
    ],
  },
  {
    source:
      'https://twitter.com/okx/status/1590812545346330624; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-15',
    rows: [
      [BITCOIN, '16rF2zwSJ9goQ9fZfYoti5LsUqqegb5RnA', 'OKX', 'exchange'],
      [BITCOIN, '1AumBaQDRaCC3cKKQVRHeyvoSPWNdDzsKP', 'OKX', 'exchange'],
      [BITCOIN, '1DnHx95d2t5URq2SYvVk6kxGryvTEbTnTs', 'OKX', 'exchange'],
      [BITCOIN, '1FTgXfXZRxMQcKSNeuFvWYVPsNgurTJ7BZ', 'OKX', 'exchange'],
      [BITCOIN, '13rCGm4Z3PDeYwo5a7GTT4jFYnRFBZbKr1', 'OKX', 'exchange'],
      [BITCOIN, '15Exz1BAVan4Eweagy1rcPJnfyc6KJ4GvL', 'OKX', 'exchange'],
      [BITCOIN, '14kHu26yWkVD8qAnBfcFXHXxgquNoSpKum', 'OKX', 'exchange'],
    ],
  },
  {
    source: 'https://blog.bybit.com/en-US/post/statement-from-ben-on-bybit-s-wallets-bltfb7a70c50462875b/',
    tier: 'owner',
    date: '2022-11-17',
    rows: [
      [ETHEREUM, '0x1db92e2eebc8e0c075a02bea49a2935bcd2dfcf4', 'Bybit', 'exchange'],
      [ETHEREUM, '0xa7a93fd0a276fc1c0197a5b5623ed117786eed06', 'Bybit', 'exchange'],
      [ETHEREUM, '0xe1ab8c08294f8ee707d4efa458eab8bbeeb09215', 'Bybit', 'exchange'],
      [ETHEREUM, '0xee5b5b923ffce93a870b3104b7ca09c3db80047a', 'Bybit', 'exchange'],
    ],
  },
  {
    source:
      'https://blog.bybit.com/en-US/post/statement-from-ben-on-bybit-s-wallets-bltfb7a70c50462875b/; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-17',
    rows: [
      [BITCOIN, 'bc1q2qqqt87kh33s0er58akh7v9cwjgd83z5smh9rp', 'Bybit', 'exchange'],
      [BITCOIN, '1GrwDkr33gT6LuumniYjKEGjTLhsL5kmqC', 'Bybit', 'exchange'],
      [BITCOIN, 'bc1qjysjfd9t9aspttpjqzv68k0ydpe7pvyd5vlyn37868473lell5tqkz456m', 'Bybit', 'exchange'],
      [BITCOIN, 'bc1q9w4g79ndel72lygvwtqzem67z6uqv4yncvqjz3yn8my9swnwflxsutg4cx', 'Bybit', 'exchange'],
    ],
  },
  {
    source:
      'https://www.kucoin.com/blog/transparency-and-trust-a-detailed-list-of-kucoin-s-wallets; https://github.com/brianleect/etherscan-labels',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0xd6216fc19db775df9774a6e33526131da7d19a2c', 'KuCoin', 'exchange'],
      [ETHEREUM, '0xcad621da75a66c7a8f4ff86d30a2bf981bfc8fdd', 'KuCoin', 'exchange'],
      [ETHEREUM, '0xd89350284c7732163765b23338f2ff27449e0bf5', 'KuCoin', 'exchange'],
    ],
  },
  {
    source:
      'https://www.kucoin.com/blog/transparency-and-trust-a-detailed-list-of-kucoin-s-wallets; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [BITCOIN, 'bc1qgrxsrmrhsapvh9addyx6sh8j4rw0sn9xtur9uq', 'KuCoin', 'exchange'],
      [BITCOIN, '38fJPq4dYGPoJizEUGCL9yWkqg73cJmC2n', 'KuCoin', 'exchange'],
      [BITCOIN, 'bc1q8yja3gw33ngd8aunmfr4hj820adc9nlsv0syvz', 'KuCoin', 'exchange'],
      [BITCOIN, 'bc1q080rkmk3kj86pxvf5nkxecdrw6nrx3zzy9xl7q', 'KuCoin', 'exchange'],
    ],
  },
  {
    source: 'https://www.kucoin.com/blog/transparency-and-trust-a-detailed-list-of-kucoin-s-wallets',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [TRON, 'TRYL7PKCG4b4xRCM554Q5J6o8f1UjUmfnY', 'KuCoin', 'exchange'],
      [TRON, 'TQeNNo5zVarhdKm5EiJSekfNXg6H1tRN4n', 'KuCoin', 'exchange'],
      [TRON, 'TUpHuDkiCCmwaTZBHZvQdwWzGNm5t8J2b9', 'KuCoin', 'exchange'],
      [TRON, 'TEWzF5ZsaWMh6sTNDPrYaPJrK8TTMGfwCC', 'KuCoin', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/kucoin',
    tier: 'explorer',
    rows: [[ETHEREUM, '0x2b5634c42055806a59e9107ed44d43c426e58258', 'KuCoin', 'exchange']],
  },
  {
    source: 'https://etherscan.io/accounts/label/huobi',
    tier: 'explorer',
    rows: [[ETHEREUM, '0xab5c66752a9e8167967685f1450532fb96d5d24f', 'HTX (Huobi)', 'exchange']],
  },
  {
    source:
      'https://twitter.com/kris/status/1591036632664518657; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-15',
    rows: [
      [ETHEREUM, '0x7758e507850da48cd47df1fb5f875c23e3340c50', 'Crypto.com', 'exchange'],
      [ETHEREUM, '0xcffad3200574698b78f32232aa9d63eabd290703', 'Crypto.com', 'exchange'],
      [ETHEREUM, '0x6262998ced04146fa42253a5c0af90ca02dfd2a3', 'Crypto.com', 'exchange'],
      [BITCOIN, 'bc1qpy4jwethqenp4r7hqls660wy8287vw0my32lmy', 'Crypto.com', 'exchange'],
      [BITCOIN, 'bc1qr4dl5wa7kl8yu792dceg9z5knl2gkn220lk7a9', 'Crypto.com', 'exchange'],
      [BITCOIN, '3LhhDLBVWBZChNQv8Dn4nDKFnCyojG1FqN', 'Crypto.com', 'exchange'],
      [BITCOIN, '3QsGsAXQ4rqRNvh5pEW55hf3F9PEyb7rVq', 'Crypto.com', 'exchange'],
      [BITCOIN, 'bc1q4c8n5t00jmj8temxdgcc3t32nkg2wjwz24lywv', 'Crypto.com', 'exchange'],
      [BITCOIN, '14m3sd9HCCFJW4LymahJCKMabAxTK4DAqW', 'Crypto.com', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/gate-io',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x0d0707963952f2fba59dd06f2b425ace40b492fe', 'Gate.io', 'exchange'],
      [ETHEREUM, '0x1c4b70a3968436b9a0a9cf5205c787eb81bb558c', 'Gate.io', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/bitstamp',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x00bdb5699745f5b860228c8f939abf1b9ae374ed', 'Bitstamp', 'exchange'],
      [ETHEREUM, '0x1522900b6dafac587d499a862861c0869be6e428', 'Bitstamp', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/gemini',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0xd24400ae8bfebb18ca49be86258a3c749cf46853', 'Gemini', 'exchange'],
      [ETHEREUM, '0x5f65f7b609678448494de4c87521cdf6cef1e932', 'Gemini', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/upbit',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x390de26d772d2e2005c6d1d24afc902bae37a4bb', 'Upbit', 'exchange'],
      [ETHEREUM, '0x5e032243d507c743b061ef021e2ec7fcc6d3ab89', 'Upbit', 'exchange'],
    ],
  },
  {
    source: 'https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'curated',
    rows: [
      [BITCOIN, 'bc1qnhmemsqfhycvp6g50v732h7wfwdt68el4ux5ttu8xwsrzngmxv0qr55aga', 'Kraken', 'exchange'],
      [ETHEREUM, '0x40b38765696e3d5d8d9d834d8aad4bb6e418e489', 'Robinhood', 'exchange'],
      [BITCOIN, 'bc1qprdf80adfz7aekh5nejjfrp3jksc8r929svpxk', 'Robinhood', 'exchange'],
      [TRON, 'TEPSrSYPDSQ7yXpMFPq91Fb1QEWpMkRGfn', 'MEXC', 'exchange'],
      [TRON, 'TB37WWozkkenGVYWD7Do2N5WT2CedqDktJ', 'MEXC', 'exchange'],
      [TRON, 'TPfqBmcia5H9roCKoEbBLwaR1A8S246D3v', 'MEXC', 'exchange'],
      [TRON, 'TWhDfwC8QE6pQyiYy248dNor3uphPEw5M2', 'Poloniex', 'exchange'],
      [TRON, 'TSzSgxRisS5VBXXDcAezTDvnPGi9CbsXvJ', 'Poloniex', 'exchange'],
      [TRON, 'TUgSgCQL6pMSy9zByn4sgxqrJa95sZExBG', 'Poloniex', 'exchange'],
      [TRON, 'THAABzWrhp84Nr7gxss7qhtzA5mp3d1qUo', 'Phemex', 'exchange'],
      [TRON, 'TMHKjGvQ2trQkBEnAgx7RvV77Xn8w1JDP7', 'Phemex', 'exchange'],
    ],
  },
  {
    source: 'https://www.huobi.com/support/en-us/detail/24922606430831',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [ETHEREUM, '0x18709e89bd403f470088abdacebe86cc60dda12e', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TYh6mgoMNZTCsgpYHBz7gttEfrQmDMABub', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TKgD8Qnx9Zw3DNvG6o83PkufnMbtEXis4T', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TCQQjfccKdMi4CnPAzmZW5TALH4HbwceVb', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TNaRAoLUyYEV2uF7GUrzSjRQTU8v5ZJ5VR', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TDToUxX8sH4z6moQpK3ZLAN24eupu2ivA4', 'HTX (Huobi)', 'exchange'],
      [TRON, 'TCiRCBNFrL6bFKWL94yWQi5hNMGNp1Nu27', 'HTX (Huobi)', 'exchange'],
    ],
  },
  {
    source:
      'https://www.huobi.com/support/en-us/detail/24922606430831; https://github.com/brianleect/etherscan-labels',
    tier: 'owner',
    date: '2022-11-16',
    rows: [[ETHEREUM, '0x5c985e89dde482efe97ea9f1950ad149eb73829b', 'HTX (Huobi)', 'exchange']],
  },
  {
    source:
      'https://www.huobi.com/support/en-us/detail/24922606430831; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [BITCOIN, '12qTdZHx6f77aQ74CPCZGSY47VaRwYjVD8', 'HTX (Huobi)', 'exchange'],
      [BITCOIN, '143gLvWYUojXaWZRrxquRKpVNTkhmr415B', 'HTX (Huobi)', 'exchange'],
      [BITCOIN, '14XKsv8tT6tt8P8mfDQZgNF8wtN5erNu5D', 'HTX (Huobi)', 'exchange'],
    ],
  },
  {
    source:
      'https://github.com/bitfinexcom/pub/blob/main/wallets.txt; https://github.com/brianleect/etherscan-labels',
    tier: 'owner',
    date: '2022-12-12',
    rows: [
      [ETHEREUM, '0x77134cbc06cb00b66f4c7e623d5fdbf6777635ec', 'Bitfinex', 'exchange', 'hot-wallet'],
      [ETHEREUM, '0x742d35cc6634c0532925a3b844bc454e4438f44e', 'Bitfinex', 'exchange', 'cold-wallet'],
      [ETHEREUM, '0xc61b9bb3a7a0767e3179713f3a5c7a9aedce193c', 'Bitfinex', 'exchange', 'cold-wallet'],
    ],
  },
  {
    source:
      'https://github.com/bitfinexcom/pub/blob/main/wallets.txt; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-12-12',
    rows: [
      [
        BITCOIN,
        'bc1qgdjqv0av3q56jvd82tkdjpy7gdp9ut8tlqmgrpmv24sq90ecnvqqjwvw97',
        'Bitfinex',
        'exchange',
        'cold-wallet',
      ],
      [BITCOIN, '1Kr6QSydW9bFQG1mXiPNNu6WpJGmUa9i1g', 'Bitfinex', 'exchange', 'hot-wallet'],
      [BITCOIN, '3JZq4atUahhuA9rLhXLMhhTo133J9rF97j', 'Bitfinex', 'exchange', 'cold-wallet'],
    ],
  },
  {
    source: 'https://github.com/bitfinexcom/pub/blob/main/wallets.txt',
    tier: 'owner',
    date: '2022-12-12',
    rows: [
      [TRON, 'TXFBqBbqJommqZf7BV8NNYzePh97UmJodJ', 'Bitfinex', 'exchange', 'hot-wallet'],
      [TRON, 'TMhJviFWiaxvqKLdng9dmsi1H5H5yTGEeu', 'Bitfinex', 'exchange', 'cold-wallet'],
    ],
  },
  {
    source:
      'https://insights.deribit.com/exchange-updates/deribit-wallet-holdings/; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'owner',
    date: '2022-11-16',
    rows: [
      [BITCOIN, 'bc1qa3phj5uhnuauk6r62cku6r6fl9rawqx4n6d690', 'Deribit', 'exchange'],
      [BITCOIN, 'bc1qtq5zfllw9fs9w6stnfgalf9v59fgrcxxyawuvm', 'Deribit', 'exchange'],
      [BITCOIN, '1MDq7zyLw6oKichbFiDDZ3aaK59byc6CT8', 'Deribit', 'exchange'],
      [BITCOIN, '1932eKraQ3Ad9MeNBHb14WFQbNrLaKeEpT', 'Deribit', 'exchange'],
      [BITCOIN, '13JJ1nxDeX5fMsDeyGHiLoK8rF2ayGq1cX', 'Deribit', 'exchange'],
      [ETHEREUM, '0x77021d475e36b3ab1921a0e3a8380f069d3263de', 'Deribit', 'exchange'],
      [ETHEREUM, '0x5f397b62502e255f68382791947d54c4b2d37f09', 'Deribit', 'exchange'],
      [ETHEREUM, '0xcfee6efec3471874022e205f4894733c42cbbf64', 'Deribit', 'exchange'],
      [ETHEREUM, '0x2eed6a08fb89a5cd111efa33f8dca46cfbeb370f', 'Deribit', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/exchange',
    tier: 'explorer',
    date: '2023-08-16',
    rows: [
      [ETHEREUM, '0x88d34944cf554e9cccf4a24292d891f620e9c94f', 'Bithumb', 'exchange'],
      [ETHEREUM, '0x186549a4ae594fc1f70ba4cffdac714b405be3f9', 'Bithumb', 'exchange'],
      [ETHEREUM, '0x3052cd6bf951449a984fe4b5a38b46aef9455c8e', 'Bithumb', 'exchange'],
      [ETHEREUM, '0x2140efd7ba31169c69dfff6cdc66c542f0211825', 'Bithumb', 'exchange'],
      [ETHEREUM, '0x32be343b94f860124dc4fee278fdcbd38c102d88', 'Poloniex', 'exchange'],
      [ETHEREUM, '0x209c4784ab1e8183cf58ca33cb740efbf3fc18ef', 'Poloniex', 'exchange'],
      [ETHEREUM, '0xb794f5ea0ba39494ce839613fffba74279579268', 'Poloniex', 'exchange'],
      [ETHEREUM, '0xfbb1b73c4f0bda4f67dca266ce6ef42f520fbb98', 'Bittrex', 'exchange'],
      [ETHEREUM, '0xe94b04a0fed112f3664e45adb2b8915693dd5ff3', 'Bittrex', 'exchange'],
      [ETHEREUM, '0x66f820a414680b5bcda5eeca5dea238543f42054', 'Bittrex', 'exchange'],
      [ETHEREUM, '0x2faf487a4414fe77e2327f0bf4ae2a264a776ad2', 'FTX', 'exchange'],
      [ETHEREUM, '0xc098b2a3aa256d2140208c3de6543aaef5cd3a94', 'FTX', 'exchange'],
      [ETHEREUM, '0x167a9333bf582556f35bd4d16a7e80e191aa6476', 'Coinone', 'exchange'],
      [ETHEREUM, '0x9c67e141c0472115aa1b98bd0088418be68fd249', 'HitBTC', 'exchange'],
      [ETHEREUM, '0x59a5208b32e627891c389ebafc644145224006e8', 'HitBTC', 'exchange'],
      [ETHEREUM, '0xaf1931c20ee0c11bea17a41bfbbad299b2763bc0', 'Luno', 'exchange'],
      [ETHEREUM, '0xba826fec90cefdf6706858e5fbafcb27a290fbe0', 'Upbit', 'exchange'],
      [ETHEREUM, '0x6fc82a5fe25a5cdb58bc74600a40a69c065263f8', 'Gemini', 'exchange'],
      [ETHEREUM, '0x61edcdf5bb737adffe5043706e7c5bb1f1a56eea', 'Gemini', 'exchange'],
      [ETHEREUM, '0x9a9bed3eb03e386d66f8a29dc67dc29bbb1ccb72', 'Bitstamp', 'exchange'],
      [ETHEREUM, '0x059799f2261d37b829c2850cee67b5b975432271', 'Bitstamp', 'exchange'],
      [ETHEREUM, '0x7793cd85c11a924478d358d49b05b37e91b5810f', 'Gate.io', 'exchange'],
      [ETHEREUM, '0x503828976d22510aad0201ac7ec88293211d23da', 'Coinbase', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/exchange; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'curated',
    date: '2023-08-16',
    rows: [
      [ETHEREUM, '0xae2d4617c862309a3d75a0ffb358c7a5009c673f', 'Kraken', 'exchange'],
      [ETHEREUM, '0x43984d578803891dfa9706bdeee6078d80cfc79e', 'Kraken', 'exchange'],
      [ETHEREUM, '0x66c57bf505a85a74609d2c83e94aabb26d691e1f', 'Kraken', 'exchange'],
      [ETHEREUM, '0x0a869d79a7052c7f1b55a8ebabbea3420f0d1e13', 'Kraken', 'exchange'],
      [ETHEREUM, '0xeea81c4416d71cef071224611359f6f99a4c4294', 'BitMEX', 'exchange'],
      [ETHEREUM, '0xfb8131c260749c7835a08ccbdb64728de432858e', 'BitMEX', 'exchange'],
      [ETHEREUM, '0x75e89d5979e4f6fba9f97c104c2f0afb3f1dcb88', 'MEXC', 'exchange'],
      [ETHEREUM, '0x3cc936b795a188f0e246cbb2d74c5bd190aecf18', 'MEXC', 'exchange'],
    ],
  },
  {
    source: 'https://doi.org/10.6084/m9.figshare.26305093; https://github.com/DefiLlama/DefiLlama-Adapters',
    tier: 'curated',
    rows: [
      [BITCOIN, '3BMEXxSMT2b2kvsnC4Q35d2kKJZ4u9bSLh', 'BitMEX', 'exchange'],
      [BITCOIN, '3BMEXfK7c3STqJjYmy2VQTGtzD3QAXNz3T', 'BitMEX', 'exchange'],
      [BITCOIN, '3BMEXiuRhJpLMfKh64G6M9orH9tWvn2H3o', 'BitMEX', 'exchange'],
      [BITCOIN, '13uZyaPbt4rTwYQ8xWFySVUzWH3pk2P5c7', 'MEXC', 'exchange'],
      [BITCOIN, 'bc1qrlsks7xe755m05zfreyjdxn34rypc4lnghtcwc', 'MEXC', 'exchange'],
    ],
  },
  {
    source: 'https://bitinfocharts.com/top-100-richest-bitcoin-addresses.html; https://chain.info/richlist',
    tier: 'explorer',
    date: '2021-11-12',
    rows: [
      [BITCOIN, '1AnwDVbwsLBVwRfqN2x9Eo4YEJSPXo2cwG', 'Kraken', 'exchange'],
      [BITCOIN, '14eQD1QQb8QFVG8YFwGz7skyzsvBLWLwJS', 'Kraken', 'exchange'],
      [BITCOIN, '385cR5DM96n1HvBDMzLHPYcw89fZAXULJP', 'Bittrex', 'exchange'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/coinbase',
    tier: 'explorer',
    rows: [
      [
        ETHEREUM,
        '0x881d4032abe4188e2237efcd27ab435e81fc6bb1',
        'Coinbase Commerce',
        'payment-processor',
        'contract',
      ],
      [ETHEREUM, '0x71660c4005ba85c37ccec55d0c4493e66fe775d3', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xddfabcdc4d8ffc6d5beaf154f18b778f892a0740', 'Coinbase', 'exchange'],
      [ETHEREUM, '0x3cd751e6b0078be393132286c442345e5dc49699', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xb5d85cbf7cb3ee0d56b3bb207d5fc4b82f43f511', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xeb2629a2734e272bcc07bda959863f316f4bd4cf', 'Coinbase', 'exchange'],
      [ETHEREUM, '0xa9d1e08c7793af67e9d92fe308d5697fb81d3e43', 'Coinbase', 'exchange'],
    ],
  },
];
