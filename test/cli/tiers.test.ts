// What the plans of explorers do not cover is said at once, with what to do about it. Refusals as Etherscan words them.
import { expect, test } from 'vitest';
import { reply } from '../chains/evm/setup.ts';
import { cli } from '../support/cli.ts';

const WALLET = `0x${'a1'.padStart(40, '0')}`;
const refusal = reply({
  status: '0',
  message: 'NOTOK',
  result:
    'Free API access is not supported for this chain. Please upgrade your api plan for full chain coverage. https://etherscan.io/apis',
});

test.each(['bnb', 'optimism', 'base', 'avalanche'])(
  'a free key for %s is refused once, and the way out is named',
  async (chain) => {
    let asked = 0;
    const { code, err } = await cli([WALLET, '--chain', chain, '--no-store', '--source', 'etherscan'], {
      http: async () => {
        asked += 1;
        return refusal;
      },
      env: { ETHERSCAN_API_KEY: 'a key' },
    });
    expect(code).toBe(1);
    expect(err).toContain('(tier)');
    expect(err).toContain('a paid plan does, or another --source, such as a node of your own');
    // A refusal for good is no reason to ask again.
    expect(asked).toBe(1);
  },
);

test.each(['bnb', 'avalanche'])('without a key %s names what it needs', async (chain) => {
  const { code, err } = await cli([WALLET, '--chain', chain, '--no-store'], { http: async () => refusal });
  expect(code).toBe(2);
  expect(err).toContain('ETHERSCAN_API_KEY to the key of a paid plan');
  expect(err).toContain('--source node');
});
