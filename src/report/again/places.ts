// The places that a result names by chain and display form, as places again, each with the name it is shown by.
import { type Address, normalAddress } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import { type OwnerPlace, type PlaceKey, placeKey, type ScriptHash } from '../../model/place.ts';

export interface Places {
  /** `key`: where chain and display form alone do not tell the place. */
  readonly at: (chain: string, display: string, key?: string) => OwnerPlace;
  /** Of a place as `placeJson` writes it. */
  readonly of: (json: {
    readonly chain: string;
    readonly address: string;
    readonly script?: string | undefined;
  }) => OwnerPlace;
  readonly names: Map<PlaceKey, string>;
}

export function places(): Places {
  const names = new Map<PlaceKey, string>();
  function named(place: OwnerPlace, display: string): OwnerPlace {
    names.set(placeKey(place), display);
    return place;
  }
  function scriptAt(chain: string, hash: string, display: string): OwnerPlace {
    return named({ kind: 'script', chain: chain as ChainId, scriptHash: hash as ScriptHash }, display);
  }
  function walletAt(chain: string, address: Address, display: string): OwnerPlace {
    return named({ kind: 'wallet', chain: chain as ChainId, address }, display);
  }
  return {
    at(chain, display, key) {
      if (key === undefined) return walletAt(chain, normalAddress(chain as ChainId, display), display);
      const rest = key.slice(chain.length + 1);
      const hash = /^script:(.*)$/.exec(rest)?.[1];
      return hash === undefined ? walletAt(chain, rest as Address, display) : scriptAt(chain, hash, display);
    },
    of({ chain, address, script }) {
      return script === undefined
        ? walletAt(chain, normalAddress(chain as ChainId, address), address)
        : scriptAt(chain, script, address);
    },
    names,
  };
}
