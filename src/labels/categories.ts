// Words that sources use for a category, and the one word used here. Not which categories end a trace (model/label.ts
// and the trace's options): this table only keeps one thing from having five names.

/** Ours on the left. What stands in none of the lists is kept as the source words it, in lower case with dashes. */
export const categoryWords: Readonly<Record<string, readonly string[]>> = {
  exchange: [
    'cex',
    'exchanges',
    'centralized-exchange',
    'centralised-exchange',
    'crypto-exchange',
    'custodial-exchange',
    'exchange-wallet',
    'exchange-hot-wallet',
    'exchange-cold-wallet',
  ],
  deposit: [
    'deposit-address',
    'deposit-wallet',
    'exchange-deposit',
    'exchange-deposit-address',
    'user-deposit',
  ],
  mixer: [
    'mixing',
    'mixing-service',
    'mixers',
    'tumbler',
    'coinjoin',
    'coin-join',
    'tornado',
    'tornado-cash',
  ],
  bridge: ['bridges', 'defi-bridge', 'cross-chain-bridge', 'crosschain-bridge', 'token-bridge'],
  'payment-processor': [
    'payment',
    'payments',
    'payment-service',
    'payment-gateway',
    'merchant-service',
    'psp',
  ],
  gambling: ['casino', 'betting', 'lottery', 'gambling-service'],
  lending: [
    'defi-lending',
    'lending-pool',
    'lending-protocol',
    'money-market',
    'liquidity-pool',
    'vault',
    'vaults',
  ],
  dex: ['defi-dex', 'decentralized-exchange', 'decentralised-exchange', 'dex-router', 'amm', 'swap'],
  sanctioned: [
    'sanction',
    'sanctions',
    'sanctioned-entity',
    'ofac',
    'ofac-sdn',
    'sdn',
    'ofac-sanctions-lists',
  ],
  scam: [
    'scams',
    'scammer',
    'fraud',
    'investment-fraud',
    'pig-butchering',
    'ponzi',
    'ponzi-scheme',
    'pyramid-scheme',
  ],
  phishing: ['phish', 'phish-hack'],
  hack: ['hacks', 'hacker', 'service-hack', 'exploit', 'exploiter', 'heist', 'theft', 'stolen-funds'],
  ransomware: ['ransom'],
  'darknet-market': ['darknet', 'darknet-marketplace', 'dark-market', 'darkmarket', 'dnm'],
  mining: ['mining-service', 'miner', 'miners', 'mining-pool', 'mining-pools'],
  seizure: ['seized', 'seized-funds'],
  personal: ['user', 'individual', 'private-wallet', 'personal-wallet'],
  token: ['tokens', 'token-contract'],
};

const ours = new Map<string, string>(
  Object.entries(categoryWords).flatMap(([own, words]) =>
    [own, ...words].map((word) => [word, own] as const),
  ),
);

/** One of the words on the left of the table. */
export function isKnownCategory(category: string): boolean {
  return Object.hasOwn(categoryWords, category);
}

/** `unknown` for an empty text. */
export function categoryOf(text: string): string {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_/.]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return word === '' ? 'unknown' : (ours.get(word) ?? word);
}
