// By which events the contracts of issuers (model/issuers.ts) tell of what these did to single holders. Facts of their code:
// Tether's TetherToken (addBlackList, removeBlackList, destroyBlackFunds), Circle's FiatToken (blacklist, unBlacklist).
// Circle destroys nothing that others hold.
import type { AssetId } from '../model/asset.ts';
import type { IssuerAct } from '../model/issuer-act.ts';
import { type IssuerName, issuerName } from '../model/issuers.ts';

export interface IssuerEvent {
  readonly kind: IssuerAct['kind'];
  readonly name: string;
  /** keccak256 of the event's signature. */
  readonly topic: string;
}

export interface Issuer {
  readonly name: IssuerName;
  readonly events: readonly IssuerEvent[];
}

const tether: Issuer = {
  name: 'Tether',
  events: [
    {
      kind: 'froze',
      name: 'AddedBlackList',
      topic: '0x42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc',
    },
    {
      kind: 'released',
      name: 'RemovedBlackList',
      topic: '0xd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c',
    },
    {
      kind: 'destroyed',
      name: 'DestroyedBlackFunds',
      topic: '0x61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6',
    },
  ],
};

const circle: Issuer = {
  name: 'Circle',
  events: [
    {
      kind: 'froze',
      name: 'Blacklisted',
      topic: '0xffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855',
    },
    {
      kind: 'released',
      name: 'UnBlacklisted',
      topic: '0x117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e',
    },
  ],
};

const issuers: Readonly<Record<IssuerName, Issuer>> = { Tether: tether, Circle: circle };

export function issuerOf(asset: AssetId): Issuer | undefined {
  const name = issuerName(asset);
  return name === undefined ? undefined : issuers[name];
}
