// Under which name an answer is kept. Answers of different trustworthiness never share a name: what was true at the tip
// must not be read later as settled.
import type { Keep, Request } from '../model/http.ts';
import { requestKey } from './request-key.ts';

/**
 * `origin` parts the answers of different servers behind one service name; it must not show the base URL.
 */
export function storeKey(request: Request, origin: string): string {
  const kind = keepKind(request.keep ?? { kind: 'never' });
  return `${origin === '' ? '' : `${origin} `}${kind} ${requestKey(request)}`;
}

function keepKind(keep: Keep): string {
  switch (keep.kind) {
    case 'settled':
      return 'settled';
    case 'pinned':
      return `pinned@${keep.block}`;
    case 'tip':
      return 'tip';
    case 'never':
      return 'last';
  }
}
