// By which events the contracts of issuers (model/issuers.ts) tell of what these did to single holders. Facts of their code:
// Tether's TetherToken of 2017 (addBlackList, removeBlackList, destroyBlackFunds; issue and redeem change the owner's balance
// alone), its TetherToken of 2020 (WithBlockedList; mint, redeem and destroyBlockedFunds tell a Transfer each), Circle's
// FiatToken (blacklist, unBlacklist; mint and burn tell a Transfer each). Circle destroys nothing that others hold.
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
    {
      kind: 'issued',
      name: 'Issue',
      topic: '0xcb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a',
    },
    {
      kind: 'redeemed',
      name: 'Redeem',
      topic: '0x702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a44',
    },
  ],
};

/** Whether an event names nobody: it is the wallet of the issuer that it is about. */
export function isOwn({ kind }: IssuerEvent): boolean {
  return kind === 'issued' || kind === 'redeemed';
}

/** By whichever of its two contracts: the older names too, which cost a question each and lose nothing. */
const tetherOf2020: Issuer = {
  name: 'Tether',
  events: [
    ...tether.events.filter((event) => !isOwn(event)),
    {
      kind: 'froze',
      name: 'BlockPlaced',
      topic: '0x406bbf2d8d145125adf1198d2cf8a67c66cc4bb0ab01c37dccd4f7c0aae1e7c7',
    },
    {
      kind: 'released',
      name: 'BlockReleased',
      topic: '0x665918c9e02eb2fd85acca3969cb054fc84c138e60ec4af22ab6ef2fd4c93c27',
    },
    {
      kind: 'destroyed',
      name: 'DestroyedBlockedFunds',
      topic: '0x6a2859ae7902313752498feb80a014e6e7275fe964c79aa965db815db1c7f1e9',
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

const usual: Readonly<Record<IssuerName, Issuer>> = { Tether: tether, Circle: circle };
/** Contracts of other code than the issuer's usual one. */
const others: ReadonlyMap<string, Issuer> = new Map([
  ['eip155:43114/erc20:0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7', tetherOf2020],
]);

export function issuerOf(asset: AssetId): Issuer | undefined {
  const name = issuerName(asset);
  return name === undefined ? undefined : (others.get(asset) ?? usual[name]);
}
