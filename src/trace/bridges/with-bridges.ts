// Contracts of bridges that ledgers read are endpoints, whether or not a file names them: their owners say what they are.
import { endpointCategories, type Label } from '../../model/label.ts';
import { placeKey, wallet } from '../../model/place.ts';
import type { TraceRequest } from '../request.ts';

const ENDS: ReadonlySet<string> = new Set(endpointCategories);
/** Stands where the name of a pack does. */
const PACK = 'bridges that are read';

/** A label of a file that ends a trace goes first, and stands alone. */
export function withBridges(request: TraceRequest): TraceRequest {
  const { labels, ledgers } = request;
  return {
    ...request,
    labels: {
      of(chain, address, time) {
        const said = labels.of(chain, address, time);
        const contract = ledgers.get(chain)?.bridgeAt?.(placeKey(wallet(chain, address)));
        if (contract === undefined || said.some(({ category }) => ENDS.has(category))) return said;
        const { bridge: entity, source } = contract;
        const own: Label = {
          ...{ chain, address, entity, category: 'bridge', role: 'contract' },
          ...{ source, tier: 'owner', pack: PACK },
        };
        return [...said, own];
      },
    },
  };
}
