// docs/chains.md: its tables of chains, services, tokens and columns are those of the program.
import { expect, test } from 'vitest';
import { FINALITY } from '../../src/chains/bitcoin/head.ts';
import { esploraServices } from '../../src/chains/bitcoin/services.ts';
import { evmChains } from '../../src/chains/evm/chains-table.ts';
import { dialects } from '../../src/chains/evm/dialects.ts';
import { chainsWithGenuineTokens, genuineTokensOf } from '../../src/chains/evm/genuine-tokens.ts';
import { listColumns } from '../../src/chains/list/columns.ts';
import { FINALITY as TRON_FINALITY, tronTokens } from '../../src/chains/tron/chain-row.ts';
import { tronServices } from '../../src/chains/tron/services.ts';
import { chainName, knownChains, TRON } from '../../src/model/chain.ts';
import type { Service } from '../../src/net/service.ts';
import { atRoot, codes, filled, table } from './generated.ts';

const PAGE = 'docs/chains.md';

function chainRows(): string[][] {
  return knownChains.map(({ id, name, aliases, native }) => {
    const evm = evmChains.find((chain) => chain.id === id);
    const others: Readonly<Record<string, { services: readonly Service[]; pinned: string }>> = {
      bitcoin: { services: esploraServices, pinned: `${FINALITY} blocks below the tip` },
      tron: {
        services: tronServices,
        pinned: `the last irreversible block, ${TRON_FINALITY} below the tip`,
      },
    };
    const explorers = [...(evm?.blockscout === undefined ? [] : [evm.blockscout]), evm?.etherscan.service];
    const services = others[name]?.services ?? explorers.flatMap((service) => service ?? []);
    const pinned = others[name]?.pinned ?? `${evm?.finality} blocks below the tip`;
    return [
      name,
      codes(aliases),
      `\`${id}\``,
      native.symbol,
      services.map((service) => service.name).join(', '),
      pinned,
    ];
  });
}

function serviceRows(): string[][] {
  const blockscouts = evmChains.flatMap(({ blockscout }) => (blockscout === undefined ? [] : [blockscout]));
  const etherscan = evmChains[0]?.etherscan.service as (typeof evmChains)[number]['etherscan']['service'];
  const row = (
    { name, baseUrl, perSecond, inFlight }: Omit<typeof etherscan, 'keyQuery'>,
    below: string,
    key: string,
  ) => [name, `\`${baseUrl}\``, below, String(perSecond), String(inFlight), key];
  return [
    ...esploraServices.map((service) =>
      row(
        { ...service, perSecond: service.perSecond ?? 0, inFlight: service.inFlight ?? 0 },
        '`/address/…`, `/tx/…`, `/block/…`',
        'none',
      ),
    ),
    ...blockscouts.map((service) =>
      row(service, codes([dialects.blockscout.path, '/api/eth-rpc', '/api/v2/…']), 'optional'),
    ),
    row(etherscan, codes([dialects.etherscan.path]), 'needed'),
    ...tronServices.map((service) =>
      row(
        { ...service, perSecond: service.perSecond ?? 0, inFlight: service.inFlight ?? 0 },
        codes(['/v1/accounts/…', '/walletsolidity/…']),
        'optional',
      ),
    ),
  ];
}

test('the tables of docs/chains.md are those of the program', async () => {
  await expect(
    filled(PAGE, {
      chains: table(
        ['chain', 'also called', 'CAIP-2', 'coin', 'asked of, in this order', 'a run is pinned'],
        chainRows(),
      ),
      services: table(
        ['service', 'base URL', 'asked below it', 'requests a second', 'at once', 'API key'],
        serviceRows(),
      ),
      tokens: table(
        ['chain', 'token', 'contract', 'decimals', 'published by'],
        [
          ...chainsWithGenuineTokens.map((id) => ({ id, tokens: genuineTokensOf(id) })),
          { id: TRON, tokens: tronTokens },
        ].flatMap(({ id, tokens }) =>
          tokens.map(({ contract, symbol, decimals, source }) => [
            chainName(id),
            symbol,
            `\`${contract}\``,
            String(decimals),
            source,
          ]),
        ),
      ),
      columns: table(
        ['column', 'needed', 'meaning', 'also read as'],
        listColumns.map(({ name, required, meaning, aliases }) => [
          `\`${name}\``,
          required,
          meaning,
          codes(aliases),
        ]),
      ),
    }),
  ).toMatchFileSnapshot(atRoot(PAGE));
});
