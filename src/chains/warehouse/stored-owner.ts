// What owns value, as the text under which a warehouse keeps it: an address, or a script that has none.
import type { Address } from '../../model/address.ts';
import type { ChainId } from '../../model/chain.ts';
import type { OwnerPlace, ScriptHash } from '../../model/place.ts';

const SCRIPT = /^script:([0-9a-f]{64})(?: (.+))?$/;

export function ownerText(place: OwnerPlace): string {
  if (place.kind === 'wallet') return place.address;
  return `script:${place.scriptHash}${place.keyAddress === undefined ? '' : ` ${place.keyAddress}`}`;
}

export function ownerPlace(chain: ChainId, text: string): OwnerPlace {
  const [, scriptHash, keyAddress] = SCRIPT.exec(text) ?? [];
  if (scriptHash === undefined) return { kind: 'wallet', chain, address: text as Address };
  return {
    kind: 'script',
    chain,
    scriptHash: scriptHash as ScriptHash,
    ...(keyAddress === undefined ? {} : { keyAddress: keyAddress as Address }),
  };
}
