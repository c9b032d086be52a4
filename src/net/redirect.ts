// Where a redirect may lead: to https, or within one loopback host; and what must not travel along.
import type { Request } from '../model/http.ts';
import { finalFailure } from './network-failure.ts';
import { secretsOf } from './secrets.ts';
import type { Service } from './service.ts';

/** Explorers move between hosts (Blockscout's OP and Gnosis instances did). Throws a final `network-failed`. */
export function redirectTarget(
  location: string,
  from: URL,
  first: URL,
  service: Service,
  request: Request,
): URL {
  const refusal = (why: string) => finalFailure(request, `it redirects ${why}, which is not followed`);
  if (!URL.canParse(location, from.href)) throw refusal('to something that is no URL');
  const target = new URL(location, from);
  const isLoopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(target.hostname);
  const isSameLoopback = isLoopback && target.hostname === from.hostname && target.protocol === from.protocol;
  if (target.protocol !== 'https:' && !isSameLoopback) throw refusal('to an unencrypted address');
  target.username = '';
  target.password = '';
  if (target.origin === first.origin) return target;
  // Most servers copy the query into the new address: the key is not for another origin.
  if (service.key?.in === 'query') target.searchParams.delete(service.key.name);
  if (secretsOf(service).some((secret) => target.href.includes(secret))) {
    throw refusal('to another host and would hand it the key');
  }
  return target;
}
