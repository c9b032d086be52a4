// Claims on Aave: what is lent is paid to the token's own contract, which makes as much of the token and destroys it when the
// loan is called in, so that lending is a crossing and not the end of a trace. Interest makes balances grow without transfers.
// Addresses: Aave's own list, tokenlist.json of its package @bgd-labs/aave-address-book 4.44.22.

/** Contract, symbol, decimals, by chain. Names are Aave's own. */
export const aaveTokens: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  // Ethereum
  'eip155:1': [
    ['0x23878914EFE38d27C4D67Ab83ed1b93A74D4086a', 'aEthUSDT', 6],
    ['0x98C23E9d8f34FEFb1B7BD6a91B7FF122F4e16F5c', 'aEthUSDC', 6],
    ['0x018008bfb33d285247A21d44E50697654f754e63', 'aEthDAI', 18],
    ['0x4d5F47FA6A74757f35C14fD3a6Ef8E3C9BC514E8', 'aEthWETH', 18],
    ['0x5Ee5bf7ae06D1Be5997A1A72006FE6C607eC6DE8', 'aEthWBTC', 8],
    ['0x0B925eD163218f6662a35e0f0371Ac234f9E9371', 'aEthwstETH', 18],
    ['0x3Ed3B47Dd13EC9a98b44e6204A523E766B225811', 'aUSDT', 6],
    ['0xBcca60bB61934080951369a648Fb03DF4F96263C', 'aUSDC', 6],
    ['0x028171bCA77440897B824Ca71D1c56caC55b68A3', 'aDAI', 18],
    ['0x030bA81f1c18d280636F32af80b9AAd02Cf0854e', 'aWETH', 18],
    ['0x9ff58f4fFB29fA2266Ab25e75e2A8b3503311656', 'aWBTC', 8],
  ],
  // BNB
  'eip155:56': [
    ['0xa9251ca9DE909CB71783723713B21E4233fbf1B1', 'aBnbUSDT', 18],
    ['0x00901a076785e0906d1028c7d6372d247bec7d61', 'aBnbUSDC', 18],
    ['0x56a7ddc4e848EbF43845854205ad71D5D5F72d3D', 'aBnbBTCB', 18],
  ],
  // Polygon
  'eip155:137': [
    ['0x6ab707Aca953eDAeFBc4fD23bA73294241490620', 'aPolUSDT', 6],
    ['0xA4D94019934D8333Ef880ABFFbF2FDd611C762BD', 'aPolUSDCn', 6],
    ['0x625E7708f30cA75bfd92586e17077590C60eb4cD', 'aPolUSDC', 6],
    ['0x82E64f49Ed5EC1bC6e43DAD4FC8Af9bb3A2312EE', 'aPolDAI', 18],
    ['0xe50fA9b3c56FfB159cB0FCA61F5c9D750e8128c8', 'aPolWETH', 18],
    ['0x078f358208685046a11C85e8ad32895DED33A249', 'aPolWBTC', 8],
  ],
  // Arbitrum One
  'eip155:42161': [
    ['0x6ab707Aca953eDAeFBc4fD23bA73294241490620', 'aArbUSDT', 6],
    ['0x724dc807b04555b71ed48a6896b6F41593b8C637', 'aArbUSDCn', 6],
    ['0x625E7708f30cA75bfd92586e17077590C60eb4cD', 'aArbUSDC', 6],
    ['0x82E64f49Ed5EC1bC6e43DAD4FC8Af9bb3A2312EE', 'aArbDAI', 18],
    ['0xe50fA9b3c56FfB159cB0FCA61F5c9D750e8128c8', 'aArbWETH', 18],
    ['0x078f358208685046a11C85e8ad32895DED33A249', 'aArbWBTC', 8],
  ],
  // OP Mainnet
  'eip155:10': [
    ['0x6ab707Aca953eDAeFBc4fD23bA73294241490620', 'aOptUSDT', 6],
    ['0x38d693cE1dF5AaDF7bC62595A37D667aD57922e5', 'aOptUSDCn', 6],
    ['0x625E7708f30cA75bfd92586e17077590C60eb4cD', 'aOptUSDC', 6],
    ['0x82E64f49Ed5EC1bC6e43DAD4FC8Af9bb3A2312EE', 'aOptDAI', 18],
    ['0xe50fA9b3c56FfB159cB0FCA61F5c9D750e8128c8', 'aOptWETH', 18],
    ['0x078f358208685046a11C85e8ad32895DED33A249', 'aOptWBTC', 8],
  ],
  // Base
  'eip155:8453': [
    ['0x4e65fE4DbA92790696d040ac24Aa414708F5c0AB', 'aBasUSDC', 6],
    ['0xD4a0e0b9149BCee3C920d2E00b5dE09138fd8bb7', 'aBasWETH', 18],
    ['0xBdb9300b7CDE636d9cD4AFF00f6F009fFBBc8EE6', 'aBascbBTC', 8],
  ],
  // Avalanche
  'eip155:43114': [
    ['0x6ab707Aca953eDAeFBc4fD23bA73294241490620', 'aAvaUSDT', 6],
    ['0x625E7708f30cA75bfd92586e17077590C60eb4cD', 'aAvaUSDC', 6],
    ['0x82E64f49Ed5EC1bC6e43DAD4FC8Af9bb3A2312EE', 'aAvaDAI', 18],
    ['0xe50fA9b3c56FfB159cB0FCA61F5c9D750e8128c8', 'aAvaWETH', 18],
    ['0x078f358208685046a11C85e8ad32895DED33A249', 'aAvaWBTC', 8],
  ],
};
