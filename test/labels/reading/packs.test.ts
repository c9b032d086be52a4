// The forms of packs, each with a file written for this test after the published form of its source.
import { expect, test } from 'vitest';
import { type Reading, readPack } from '../../../src/labels/reading/read-pack.ts';
import type { RefusedRow } from '../../../src/labels/reading/row-labels.ts';
import type { Actor } from '../../../src/labels/reading/tagpack.ts';
import type { Label } from '../../../src/model/label.ts';

const BTC = '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr';
const BTC2 = 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls';
const EVM = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const EVM2 = '0x910cbd523d972eb0a6f4cae4618ad62622b39dbf';
const TRX = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

/** Three bytes at a time, so that no form depends on how a file is cut. */
function read(text: string, reading: Partial<Reading> = {}) {
  const bytes = new TextEncoder().encode(text);
  function* pieces(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
  }
  const labels: Label[] = [];
  const refused: RefusedRow[] = [];
  const actors: Actor[] = [];
  for (const row of readPack(pieces, { name: 'pack', ...reading })) {
    if ('labels' in row) labels.push(...row.labels);
    else if ('actor' in row) actors.push(row.actor);
    else refused.push(row);
  }
  return { labels, refused, actors };
}

/** The fields that a test is about. */
function said(labels: readonly Label[], ...fields: readonly (keyof Label)[]) {
  return labels.map((label) => fields.map((field) => label[field]));
}

const TAGPACK = `%YAML 1.1
---
title: Some exchange
creator: somebody
confidence: authority_data
lastmod: 2022-08-08
category: exchange
currency: BTC
label: Example
source: https://example.org/list
tags:
- address: ${BTC}
  is_cluster_definer: true
  actor: example
# between two tags
- address: '${EVM}'
  currency: ETH
  network: ETH
  abuse: sanction
  lastmod: 2023-08-16 12:18:52.619444
- address: ${EVM2}
  currency: USDT
  category:
  - mixing_service
  - exchange
  concepts: [coinjoin, hosted]
  lastmod: '2022-03-01'
  label: "Other: name"
- tx_hash: abc
- address: ${TRX}
  network: TRX
  currency: USDT
  confidence: web_crawl
  source: >
    two
    lines
`;

test('a TagPack: the header stands for all tags, a tag goes before it', () => {
  const { labels, refused } = read(TAGPACK, { name: 'example.yaml' });
  expect(said(labels, 'chain', 'address', 'entity', 'category', 'tier', 'confidence', 'date')).toEqual([
    // date -u -d 2022-08-08 +%s; -d '2023-08-16 12:18:52'; -d 2022-03-01
    ['bip122:000000000019d6689c085ae165831e93', BTC, 'Example', 'exchange', 'official', 0.6, 1_659_916_800],
    ['eip155:1', EVM, 'Example', 'exchange', 'official', 0.6, 1_692_188_332],
    ['eip155:1', EVM, 'Example', 'sanctioned', 'official', 0.6, 1_692_188_332],
    ['eip155:1', EVM2, 'Other: name', 'mixer', 'official', 0.6, 1_646_092_800],
    ['eip155:1', EVM2, 'Other: name', 'exchange', 'official', 0.6, 1_646_092_800],
    ['tron:0x2b6653dc', TRX, 'Example', 'exchange', 'explorer', 0.2, 1_659_916_800],
  ]);
  expect(labels[0]).toMatchObject({
    actor: 'example',
    clusterDefiner: true,
    source: 'https://example.org/list',
  });
  expect(labels.at(-1)?.source).toBe('two lines');
  expect(refused).toEqual([{ line: 29, why: 'it is of a transaction, not of an address' }]);
});

test('what stands for all tags may stand behind them, in part or whole, in any form', () => {
  const [head = '', tags = ''] = TAGPACK.replace('%YAML 1.1\n---\n', '').split('tags:\n');
  const { labels } = read(TAGPACK, { name: 'example.yaml' });
  const fields = head.trimEnd().split('\n');
  for (let before = 0; before <= fields.length; before += 1) {
    const text = [...fields.slice(0, before), 'tags:', tags.trimEnd(), ...fields.slice(before), ''].join(
      '\n',
    );
    expect(read(text, { name: 'example.yaml' }).labels, text).toEqual(labels);
  }
  const quoted = `tags:\n${tags}"label": Example\n'category':\n- exchange\ncurrency: >\n  BTC\n${fields.filter((line) => !/^(?:label|category|currency)/.test(line)).join('\n')}`;
  expect(read(quoted, { name: 'example.yaml' }).labels).toEqual(labels);
  const include = (name: string) => (name === 'header.yaml' ? head : undefined);
  expect(
    read(`tags:\n${tags}header: !include header.yaml\n`, { name: 'example.yaml', include }).labels,
  ).toEqual(labels);
});

test('tags in brackets are read as those in lines, each with its line', () => {
  const tags = [
    `{address: ${BTC}, is_cluster_definer: true}`,
    `{address: '${EVM}', currency: ETH, "abuse": [sanction]}`,
  ];
  const head = 'category: exchange\ncurrency: BTC\nlabel: Example\nsource: s\n';
  const lines = read(`${head}tags:\n${tags.map((tag) => `- ${tag}\n`).join('')}`, { name: 'x.yaml' });
  // The second is of two categories: its own and that of the header.
  expect(lines.labels).toHaveLength(3);
  for (const list of [
    `[${tags.join(', ')}]`,
    `[${tags.join(',\n  ')},\n]`,
    `\n  [${tags.join(', # note\n  ')}]`,
  ])
    for (const text of [`${head}tags: ${list}\n`, `tags: ${list}  # note\n${head}`, `${head}"tags": ${list}`])
      expect(read(text, { name: 'x.yaml' }), text).toEqual(lines);
  expect(
    read(`${head}tags: [${tags[0]},\n  {address: ${EVM2}},\n  word, {currency: BTC}]\n`, { name: 'x.yaml' })
      .refused,
  ).toEqual([
    { line: 6, why: expect.stringContaining('address') },
    { line: 7, why: 'it is no set of fields' },
    { line: 7, why: 'it has no address' },
  ]);
  expect(read(`${head}tags: []\n`, { name: 'x.yaml' })).toEqual({ labels: [], refused: [], actors: [] });
  expect(read('actors: [{id: example, label: Example}]\n', { name: 'x.yaml' }).actors).toEqual([
    { id: 'example', name: 'Example' },
  ]);
});

test('a header that is included from beside the pack', () => {
  const text = `header: !include header.yaml\nlabel: Own\ntags:\n- address: ${BTC}\n`;
  const header = 'title: T\ncreator: C\nlabel: Included\nsource: https://example.org\ncurrency: BTC\n';
  const asked: string[] = [];
  const { labels } = read(text, {
    name: 'a.yaml',
    include(name) {
      asked.push(name);
      return header;
    },
  });
  expect(asked).toEqual(['header.yaml']);
  expect(said(labels, 'entity', 'source')).toEqual([['Own', 'https://example.org']]);
  expect(() => read(text, { name: 'a.yaml' })).toThrow('the header that it includes is not there');
});

test('an ActorPack tells who an actor id means', () => {
  const { actors, refused } = read(
    `title: A\ncreator: C\nactors:\n- id: example\n  label: Example Exchange\n  uri: https://example.org\n  categories: [exchange]\n  jurisdictions:\n  - SC\n  - MT\n  context:\n    refs:\n    - https://example.org\n- label: nameless\n`,
    { name: 'actors.yaml' },
  );
  expect(actors).toEqual([
    { id: 'example', name: 'Example Exchange', url: 'https://example.org', jurisdictions: 'SC, MT' },
  ]);
  expect(refused).toEqual([{ line: 14, why: 'it has no id' }]);
});

const SDN = `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://example.org/xml"><publshInformation><Publish_Date>11/21/2025</Publish_Date></publshInformation>
  <sdnEntry><uid>1</uid><lastName>EXAMPLE &amp; SONS</lastName><sdnType>Entity</sdnType>
    <akaList><aka><lastName>OTHER</lastName></aka></akaList>
    <idList>
      <id><uid>2</uid><idType>Digital Currency Address - XBT</idType><idNumber>${BTC}</idNumber></id>
      <id><uid>3</uid><idType>Passport</idType><idNumber>${BTC2}</idNumber></id>
      <id><uid>4</uid><idType>Digital Currency Address - USDT</idType><idNumber>${TRX}</idNumber></id>
      <id><uid>5</uid><idType>Digital Currency Address - XBT</idType><idNumber>${TRX}</idNumber></id>
    </idList></sdnEntry>
  <sdnEntry><uid>6</uid><firstName>Second</firstName><lastName>NAME</lastName></sdnEntry>
</sdnList>
`;

test('sdn.xml: addresses by kind, the name of the entry, the day of the list', () => {
  const { labels, refused } = read(SDN, { name: 'sdn.xml' });
  expect(said(labels, 'chain', 'address', 'entity', 'category', 'tier', 'date')).toEqual([
    // date -u -d 2025-11-21 +%s
    [
      'bip122:000000000019d6689c085ae165831e93',
      BTC,
      'EXAMPLE & SONS',
      'sanctioned',
      'official',
      1_763_683_200,
    ],
    ['tron:0x2b6653dc', TRX, 'EXAMPLE & SONS', 'sanctioned', 'official', 1_763_683_200],
  ]);
  expect(refused).toEqual([{ line: 9, why: 'its address has not the form of one of bitcoin' }]);
});

const ADVANCED = `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://example.org/ADVANCED_XML">
  <DateOfIssue CalendarTypeID="1"><Year>2025</Year><Month>11</Month><Day>21</Day></DateOfIssue>
  <ReferenceValueSets><FeatureTypeValues>
    <FeatureType ID="344" FeatureTypeGroupID="1">Digital Currency Address - XBT</FeatureType>
    <FeatureType ID="8">Birthdate</FeatureType>
    <FeatureType ID="345" FeatureTypeGroupID="1">Digital Currency Address - ETH</FeatureType>
  </FeatureTypeValues></ReferenceValueSets>
  <DistinctParties>
    <DistinctParty FixedRef="77"><Profile ID="77"><Identity ID="1">
      <Alias FixedRef="77" AliasTypeID="1403" Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>Example Group</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <Alias FixedRef="77" Primary="false"><DocumentedName><DocumentedNamePart><NamePartValue>Other</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
    </Identity>
    <Feature ID="9" FeatureTypeID="8"><FeatureVersion><VersionDetail>1970</VersionDetail></FeatureVersion></Feature>
    <Feature ID="10" FeatureTypeID="344"><FeatureVersion><VersionDetail DetailTypeID="1432">${BTC}</VersionDetail></FeatureVersion></Feature>
    <Feature ID="11" FeatureTypeID="345"><FeatureVersion><VersionDetail DetailTypeID="1432">${EVM.toUpperCase().replace('0X', '0x')}</VersionDetail></FeatureVersion></Feature>
    </Profile></DistinctParty>
    <DistinctParty FixedRef="78"><Profile ID="78"><Identity><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>Second</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
    <Feature ID="12" FeatureTypeID="344"><FeatureVersion><VersionDetail>${BTC2}</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>
  </DistinctParties>
  <SanctionsEntries><SanctionsEntry ID="77" ProfileID="77" ListID="1550">
    <EntryEvent><Date CalendarTypeID="1"><Year>2022</Year><Month>4</Month><Day>14</Day></Date></EntryEvent>
  </SanctionsEntry></SanctionsEntries>
</Sanctions>`;

test('sdn_advanced.xml: the day on which the party was listed, else that of the list', () => {
  const { labels } = read(ADVANCED, { name: 'sdn_advanced.xml' });
  // date -u -d 2022-04-14 +%s; -d 2025-11-21
  expect(said(labels, 'address', 'entity', 'date')).toEqual([
    [BTC, 'Example Group', 1_649_894_400],
    [EVM, 'Example Group', 1_649_894_400],
    [BTC2, 'Second', 1_763_683_200],
  ]);
});

test('a list of OFAC: the chain from the name of the file, the first of several names', () => {
  const { labels } = read(`${BTC};"Example Market;Example;Market"\r\n${BTC2};Second, Inc.\r\n`, {
    name: 'ofac/sanctioned_addresses_XBT.txt',
  });
  expect(said(labels, 'address', 'entity', 'category', 'tier')).toEqual([
    [BTC, 'Example Market', 'sanctioned', 'official'],
    [BTC2, 'Second, Inc.', 'sanctioned', 'official'],
  ]);
  const json = JSON.stringify([{ address: BTC, name: 'Example Market;Example' }]);
  expect(said(read(json, { name: 'ofac/sanctioned_addresses_XBT.json' }).labels, 'entity')).toEqual([
    ['Example Market'],
  ]);
  const others = read('LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb;Third\n', { name: 'sanctioned_addresses_LTC.txt' });
  expect(said(others.labels, 'chain', 'entity')).toEqual([['list:LTC', 'Third']]);
});

test('a plain list needs somebody who says whose it is', () => {
  const text = `${BTC}\n${TRX}\n`;
  const nobody = 'it names nobody (--entity says whose such a list is)';
  expect(read(text).refused.map(({ why }) => why)).toEqual([nobody, nobody]);
  const { labels } = read(text, { defaults: { entity: 'Example', category: 'scam', tier: 'curated' } });
  expect(said(labels, 'chain', 'entity', 'category', 'tier')).toEqual([
    ['bip122:000000000019d6689c085ae165831e93', 'Example', 'scam', 'curated'],
    ['tron:0x2b6653dc', 'Example', 'scam', 'curated'],
  ]);
  expect(said(read(JSON.stringify([BTC]), { defaults: { entity: 'Example' } }).labels, 'entity')).toEqual([
    ['Example'],
  ]);
});

test('a proof of reserves: totals before the table are passed over, the message says who signed', () => {
  const { labels } = read(
    [
      'coin,snapshot height,amount',
      'BTC,763861,449.5140',
      '',
      'coin,Type,Network,Snapshot Height,address,amount,message,signature1,signature2',
      `BTC,normal,BTC,763861,${BTC},1.5,I am an OKX address,sig,`,
      `USDT-TRC20,normal,TRC20,46095694,${TRX},2,I am an OKX address,sig,`,
      `ETH-ARBITRUM,normal,ARBITRUM,39362849,${EVM},2,I am an OKX address,sig,`,
    ].join('\n'),
  );
  expect(said(labels, 'chain', 'entity', 'category', 'tier')).toEqual([
    ['bip122:000000000019d6689c085ae165831e93', 'OKX', 'exchange', 'owner'],
    ['tron:0x2b6653dc', 'OKX', 'exchange', 'owner'],
    ['eip155:42161', 'OKX', 'exchange', 'owner'],
  ]);
});

test('a proof of reserves as OKX publishes it: the columns after the first signature may be left off', () => {
  const { labels, refused } = read(
    [
      // https://github.com/okx/proof-of-reserves, example/okx_por_example.csv: signatures shortened
      'coin,snapshot height,amount',
      'ETH(ALL),-,6',
      'ETH,16005122, 5.2834',
      '',
      'coin,Network,Snapshot Height,address,amount,message,signature1,signature2,redeem script/ public key, eoa1, eoa2',
      'ETH,ETH,20914735,0x0cdcdb19a857c2ac24818ca4fdfe38cce071483e,0.058959708849230328,I am an OKX address,0x07,,',
      'ETH,ETH,20914735,0x57e2dcd253527a0f70c6a3de3556f6e6e163f19c,0.14,I am an OKX address,0x07,0xf6,,0x0c,0x16',
      'ETH,ETH,20914735,0x16f01cfc16b0b8c3400fb8e5099b0974fcc9fc12,0.1',
    ].join('\n'),
  );
  expect(said(labels, 'chain', 'address', 'entity', 'tier')).toEqual([
    ['eip155:1', '0x0cdcdb19a857c2ac24818ca4fdfe38cce071483e', 'OKX', 'owner'],
    ['eip155:1', '0x57e2dcd253527a0f70c6a3de3556f6e6e163f19c', 'OKX', 'owner'],
  ]);
  expect(refused).toEqual([{ line: 8, why: 'it has 5 cells under a header of 11' }]);
});

test.each([
  ['binance-por-2023-11.csv', 'Binance', 'Coin,Network,Address,Balance,Block Height'],
  ['x/Bybit_Proof_of_Reserves.csv', 'Bybit', 'coin,chain,address,balance,height'],
])(
  'a proof of reserves that names nobody, %s: the name of the file says whose it is',
  (name, entity, head) => {
    const text = `${head}\nUSDT,TRX,${TRX},5,1\nUSDT,BSC,${EVM},5,1\n`;
    expect(said(read(text, { name }).labels, 'chain', 'entity', 'category', 'tier')).toEqual([
      ['tron:0x2b6653dc', entity, 'exchange', 'owner'],
      ['eip155:56', entity, 'exchange', 'owner'],
    ]);
    expect(() => read(text, { name: 'wallets.csv' })).toThrow('its header names no column entity');
  },
);

test('exports of transfers: Arkham and Etherscan name payer and payee in each row', () => {
  const arkham = read(
    [
      'transactionHash,fromAddress,fromLabel,fromIsContract,toAddress,toLabel,toIsContract,type,historicalUSD,chain',
      `0xa1,${EVM},Example: Hot Wallet,false,${EVM2},Other,false,external,2000,bsc`,
      `0xa2,${EVM},${EVM},false,${EVM2},,false,external,1,bsc`,
      `0xa3,${EVM},Example,false,nonsense,Other,false,external,1,bsc`,
    ].join('\n'),
  );
  expect(said(arkham.labels, 'chain', 'address', 'entity')).toEqual([
    ['eip155:56', EVM, 'Example: Hot Wallet'],
    ['eip155:56', EVM2, 'Other'],
  ]);
  expect(arkham.refused).toEqual([
    { line: 3, why: 'it names neither of its parties' },
    { line: 4, why: 'its address has not the form of one of bnb' },
  ]);
  const etherscan = read(
    `"Transaction Hash","DateTime (UTC)","From","From_Nametag","To","To_Nametag","Amount"\n"0xb","2024-01-01 00:00:00","${EVM}","Example 14","${EVM2}","","1 ETH"\n`,
  );
  expect(said(etherscan.labels, 'chain', 'address', 'entity')).toEqual([['eip155:1', EVM, 'Example 14']]);
  expect(etherscan.labels[0]?.date).toBeUndefined();
  const wallets = read(`address,arkhamEntity,arkhamLabel,entityType\n${EVM},,Cold 2,cex\n`);
  expect(wallets.refused).toEqual([{ line: 2, why: 'its name is empty' }]);
  const named = read(`address,arkhamLabel,entityType\n${EVM},Cold 2,cex\n`);
  expect(said(named.labels, 'entity', 'category')).toEqual([['Cold 2', 'exchange']]);
});

test('DefiLlama, Etherscan and Forta tables go by their column names', () => {
  const llama = read(`exchange,chain,address,source_key\nexample,bsc,${EVM},x\n`, {
    name: 'x/cex_addresses.csv',
  });
  expect(said(llama.labels, 'chain', 'entity', 'category')).toEqual([['eip155:56', 'example', 'exchange']]);
  const etherscan = read(
    `,Address,Name Tag,Balance,Txn Count\n0,${EVM},Example 14,0.1 ETH,7\n1,${EVM2},,0 ETH,8\n`,
  );
  expect(said(etherscan.labels, 'chain', 'entity')).toEqual([['eip155:1', 'Example 14']]);
  expect(etherscan.refused).toEqual([{ line: 3, why: 'its name is empty' }]);
  const forta = read(`banned_address,wallet_tag,data_source\n${EVM},Fake 1,list\n`, {
    name: 'forta/labels/10/x.csv',
  });
  expect(said(forta.labels, 'chain', 'entity')).toEqual([['eip155:10', 'Fake 1']]);
});

test('JSON by address, by name and of a mining pool', () => {
  const byAddress = JSON.stringify({
    [EVM]: { name: 'Example 1', labels: ['example', 'exchange', 'ofac-sanctions-lists'] },
    [EVM2]: { name: '', labels: ['some-word'] },
    genesis: { name: 'x', labels: [] },
  });
  const { labels, refused } = read(byAddress, { name: 'l/bscscan.combinedAccountLabels.json' });
  expect(said(labels, 'chain', 'entity', 'category', 'tier')).toEqual([
    ['eip155:56', 'Example 1', 'exchange', 'explorer'],
    ['eip155:56', 'Example 1', 'sanctioned', 'explorer'],
    ['eip155:56', 'some-word', 'some-word', 'explorer'],
  ]);
  expect(refused).toEqual([{ line: 3, why: 'its address has not the form of one of bnb' }]);
  expect(said(read(JSON.stringify({ 'example.org': [EVM] })).labels, 'entity')).toEqual([['example.org']]);
  const pool = JSON.stringify({
    id: 1,
    name: 'Pool',
    addresses: [BTC],
    tags: ['/Pool/'],
    link: 'https://example.org',
  });
  expect(said(read(pool).labels, 'entity', 'category')).toEqual([['Pool', 'mining']]);
});
