// The built-in pack: facts, written for this project, so that a first trace names the large places without a file. Every
// address was found in at least one public label pack or document of an authority, and names the public origin that says
// so. A wrong label is worse than none: what could not be confirmed (Stargate, the Base portal) is not here. Roles stand
// only where the source gives one. Not a label book: files given with --labels go before it.
import { normalAddress } from '../model/address.ts';
import type { Label } from '../model/label.ts';
import { unixTime } from '../model/time.ts';
import { authorities } from './built-in/authorities.ts';
import { exchanges } from './built-in/exchanges.ts';
import { services } from './built-in/services.ts';

export const BUILT_IN = 'built-in';

export const builtInLabels: readonly Label[] = [...exchanges, ...services, ...authorities].flatMap(
  ({ source, tier, date, rows }) => {
    const since = date === undefined ? undefined : unixTime(date);
    const url = /https?:\/\/[^\s;()]+/.exec(source)?.[0];
    return rows.map(([chain, address, entity, category, role]) => ({
      chain,
      address: normalAddress(chain, address),
      entity,
      category,
      source,
      ...(url === undefined ? {} : { url }),
      tier,
      pack: BUILT_IN,
      ...(role === undefined ? {} : { role }),
      ...(since === undefined ? {} : { date: since }),
    }));
  },
);
