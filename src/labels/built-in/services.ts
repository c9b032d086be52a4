// Bridges and decentralised exchanges of the built-in pack: by who says so. Facts, each with its public origin (built-in.ts).
import { ETHEREUM, type Origin } from './origin.ts';

export const services: readonly Origin[] = [
  {
    source: 'https://etherscan.io/accounts/label/bridge',
    tier: 'explorer',
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
      [ETHEREUM, '0xa0c68c638235ee32657e8f720a23cec1bfc77c77', 'Polygon Plasma bridge', 'bridge', 'contract'],
      [ETHEREUM, '0x23ddd3e3692d1861ed57ede224608875809e127f', 'Rainbow bridge (NEAR)', 'bridge', 'contract'],
      [ETHEREUM, '0x3666f603cc164936c1b87e207f36beba4ac5f18a', 'Hop', 'bridge', 'contract'],
      [ETHEREUM, '0x3e4a3a4796d16c0cd582c382691998f7c06420b6', 'Hop', 'bridge', 'contract'],
      [ETHEREUM, '0x467194771dae2967aef3ecbedd3bf9a310c76c65', 'Optimism bridge', 'bridge', 'contract'],
      [
        ETHEREUM,
        '0x88ad09518695c6c3712ac10a214be5109a655671',
        'Gnosis Chain Omni bridge',
        'bridge',
        'contract',
      ],
      [
        ETHEREUM,
        '0x4aa42145aa6ebf72e164c9bbc74fbd3788045016',
        'Gnosis Chain xDai bridge',
        'bridge',
        'contract',
      ],
      [ETHEREUM, '0xc564ee9f21ed8a2d8e7e76c085740d5e4c5fafbe', 'Multichain', 'bridge', 'contract'],
      [ETHEREUM, '0xf92cd566ea4864356c5491c177a430c222d7e678', 'Wormhole', 'bridge', 'contract'],
      [ETHEREUM, '0x6571d6be3d8460cf5f7d6711cd9961860029d85f', 'Synapse', 'bridge', 'contract'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/dex',
    tier: 'explorer',
    rows: [
      [ETHEREUM, '0x68b3465833fb72a70ecdf485e0e4c7bd8665fc45', 'Uniswap', 'dex', 'contract'],
      [ETHEREUM, '0x3fc91a3afd70395cd496c647d5a6cc9d4b2b7fad', 'Uniswap', 'dex', 'contract'],
      [ETHEREUM, '0xef1c6e67703c7bd7107eed8303fbe6ec2554bf6b', 'Uniswap', 'dex', 'contract'],
      [ETHEREUM, '0x6131b5fae19ea4f9d964eac0408e4408b66337b5', 'KyberSwap', 'dex', 'contract'],
      [ETHEREUM, '0x9008d19f58aabd9ed0d60971565aa8510560ab41', 'CoW Protocol', 'dex', 'contract'],
      [ETHEREUM, '0x881d40237659c251811cec9c364ef91dc08d300c', 'MetaMask Swaps', 'dex', 'contract'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/dex; https://arxiv.org/abs/2111.11933',
    tier: 'curated',
    rows: [
      [ETHEREUM, '0x7a250d5630b4cf539739df2c5dacb4c659f2488d', 'Uniswap', 'dex', 'contract'],
      [ETHEREUM, '0xe592427a0aece92de3edee1f18e0157c05861564', 'Uniswap', 'dex', 'contract'],
      [ETHEREUM, '0xdef1c0ded9bec7f1a1670819833240f027b25eff', '0x', 'dex', 'contract'],
      [ETHEREUM, '0xbebc44782c7db0a1a60cb6fe97d0b483032ff1c7', 'Curve', 'dex', 'contract'],
    ],
  },
  {
    source: 'https://docs.1inch.io; https://etherscan.io/accounts/label/1inch',
    tier: 'owner',
    date: '2023-01-05',
    rows: [
      [ETHEREUM, '0x1111111254fb6c44bac0bed2854e76f90643097d', '1inch', 'dex', 'contract'],
      [ETHEREUM, '0x1111111254eeb25477b68fb85ed929f73a960582', '1inch', 'dex', 'contract'],
    ],
  },
  {
    source: 'https://etherscan.io/accounts/label/sushiswap',
    tier: 'explorer',
    rows: [[ETHEREUM, '0xd9e1ce17f2641f24ae83637ab66a2cca9c378b9f', 'SushiSwap', 'dex', 'contract']],
  },
  {
    source: 'https://etherscan.io/accounts/label/balancer',
    tier: 'explorer',
    rows: [[ETHEREUM, '0xba12222222228d8ba445958a75a0704d566bf2c8', 'Balancer', 'dex', 'contract']],
  },
  {
    source: 'https://etherscan.io/accounts/label/pancakeswap',
    tier: 'explorer',
    rows: [[ETHEREUM, '0x13f4ea83d0bd40e75c8222255bc855a974568dd4', 'PancakeSwap', 'dex', 'contract']],
  },
  {
    source: 'https://etherscan.io/accounts/label/1inch',
    tier: 'explorer',
    rows: [[ETHEREUM, '0x11111112542d85b3ef69ae05771c2dccff4faa26', '1inch', 'dex', 'contract']],
  },
];
