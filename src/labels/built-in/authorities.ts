// What authorities and courts have published, of the built-in pack: mixers, markets, sanctioned and seized wallets. Facts, each
// with its public origin (built-in.ts).
import { BITCOIN, ETHEREUM, type Origin, TRON } from './origin.ts';

export const authorities: readonly Origin[] = [
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220808',
    tier: 'official',
    date: '2022-08-08',
    rows: [
      [ETHEREUM, '0x910cbd523d972eb0a6f4cae4618ad62622b39dbf', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xa160cdab225685da1d56aa342ad8841c3b53f291', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x12d66f87a04a9e220743712ce6d9bb1b5616b8fc', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x47ce0c6ed5b0ce3d3a51fdb1c52dc66a7c3c2936', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x722122df12d4e14e13ac3b6895a86e84145b6967', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x8589427373d6d84e98730d7795d8f6f8731fda16', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xdd4c48c0b24039969fc16d1cdf626eab821d3384', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xd96f2b1c14db8458374d9aca76e26c3d18364307', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x4736dcf1b7a3d580672cce6e7c65cd5cc9cfba9d', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0xfd8610d20aa15b7b2e3be39b396a1bc3516c7144', 'Tornado Cash', 'mixer', 'contract'],
      [ETHEREUM, '0x22aaa7720ddd5388a3c0a3333430953c68f1849b', 'Tornado Cash', 'mixer', 'contract'],
    ],
  },
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220414',
    tier: 'official',
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
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220422',
    tier: 'official',
    date: '2022-04-22',
    rows: [
      [ETHEREUM, '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b', 'Lazarus Group', 'sanctioned'],
      [ETHEREUM, '0x3cffd56b47b7b41c56258d9c7731abadc360e073', 'Lazarus Group', 'sanctioned'],
      [ETHEREUM, '0x53b6936513e738f44fb50d2b9476730c0ab3bfc1', 'Lazarus Group', 'sanctioned'],
    ],
  },
  {
    source:
      'US v. approximately 63.7 Bitcoin, N.D. Cal. 3:21-mj-70945; https://www.justice.gov/opa/pr/department-justice-seizes-23-million-cryptocurrency-paid-ransomware-extortionists-darkside',
    tier: 'official',
    date: '2021-06-07',
    rows: [
      [BITCOIN, '15JFh88FcE4WL6qeMLgX5VEAFCbRXjc9fr', 'DarkSide', 'ransomware'],
      [BITCOIN, 'bc1qpx7vyv5tp7dm0g475ev527krg764t73dh77gls', 'FBI (seizure of 2021-06-07)', 'seizure'],
    ],
  },
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220506',
    tier: 'official',
    date: '2022-05-06',
    rows: [
      [BITCOIN, '15PggTG7YhJKiE6B16vkKzA1YDTZipXEX4', 'Blender.io', 'mixer'],
      [BITCOIN, '32fbAZMTaQxNd2fAue1PgsiPgWfcsHBQQt', 'Blender.io', 'mixer'],
      [BITCOIN, '3NDzzVxiLBUs1WPvVGRfCYDTAD2Ua2PvW4', 'Blender.io', 'mixer'],
    ],
  },
  {
    source: 'https://ofac.treasury.gov/recent-actions/20231129',
    tier: 'official',
    date: '2023-11-29',
    rows: [
      [BITCOIN, 'bc1qq7p0es3dv5hcynjjf40f2xjjr6qp5py47d2f6n847vduuq9gvnyq7y9ecd', 'Sinbad.io', 'mixer'],
      [BITCOIN, '1JHdQHkBZiim1cb4hyUh2PbzEbbg6z2TrF', 'Sinbad.io', 'mixer'],
    ],
  },
  {
    source: 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220405',
    tier: 'official',
    date: '2022-04-05',
    rows: [
      [BITCOIN, '1BCWMwpR4M1nYUuuYe2bmzrNuwGoF9ZAbA', 'Hydra Market', 'darknet-market'],
      [BITCOIN, '1MQBDeRWsiJBf7K1VGjJ7PWEL6GJXMfmLg', 'Hydra Market', 'darknet-market'],
      [BITCOIN, 'bc1qj6j6p0jdefl6pvdzx3kx8245yy5mz6q4luhzes', 'Hydra Market', 'darknet-market'],
    ],
  },
  {
    source: 'OFAC SDN list (https://sanctionslist.ofac.treas.gov/)',
    tier: 'official',
    rows: [
      [BITCOIN, '1295rkVyNfFpqZpXvKGhDqwhP1jZcNNDMV', 'SUEX', 'sanctioned'],
      [BITCOIN, '16iWn2J1McqjToYLHSsAyS6En3QA8YQ91H', 'SUEX', 'sanctioned'],
      [BITCOIN, '32VgTk8kGvBsqkHhkvtNooGdtqZm46jTVo', 'Chatex', 'sanctioned'],
      [BITCOIN, '32wdqwX3zCEX3DhAVEcKwXCEGdzgBnx1R9', 'Chatex', 'sanctioned'],
      [BITCOIN, '3Lpoy53K625zVeE47ZasiG5jGkAxJ27kh1', 'Garantex', 'sanctioned'],
      [ETHEREUM, '0x7ff9cfad3877f21d41da833e2f775db0569ee3d9', 'Garantex', 'sanctioned'],
      [TRON, 'TFwjPScaJRCbSWVAywE1S1WgaUgSnyYUbD', 'Garantex', 'sanctioned'],
      [TRON, 'TJkBr9TZ1xBeJoF7RNWqyEMbYqVJ6fXXHR', 'Garantex', 'sanctioned'],
      [TRON, 'TAYhjpL8pPs8T84FSM329nffQpc6jD8GBM', 'Grinex', 'sanctioned'],
      [TRON, 'TC8axQvzJEVR3NKN6mZnJtGy7537GEmh38', 'Grinex', 'sanctioned'],
    ],
  },
];
