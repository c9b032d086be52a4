// Finds what is secret in a service row and takes it out of text. Knows nothing of HTTP.
import type { Service } from './service.ts';

/**
 * Every spelling in which a secret of this service could come back: raw, URL-encoded, form-encoded, basic auth, JSON.
 * What is shorter than 8 or all digits (a placeholder) is left out: taking it out of an answer would change data.
 */
export function secretsOf(service: Service): readonly string[] {
  const url = new URL(service.baseUrl);
  const raw = new Set<string>();
  if (service.key !== undefined) {
    raw.add(service.key.value);
    // "Bearer abc": the token alone is as secret as the whole header.
    for (const part of service.key.value.split(/\s+/)) raw.add(part);
  }
  for (const [name, value] of url.searchParams) {
    if (value.length >= 20 || /key|token|secret|auth/i.test(name)) raw.add(value);
  }
  if (url.password !== '') raw.add(decoded(url.password)).add(basicCredentials(url));
  // Several node providers put the key into the path: https://…/v3/<32 hex digits>.
  for (const part of url.pathname.split('/'))
    if (part.length >= 20 && /\d/.test(part)) raw.add(decoded(part));
  const spellings = [...raw]
    .filter((text) => text.length >= 8 && !/^\d+$/.test(text))
    .flatMap((text) => [
      text,
      encodeURIComponent(text),
      new URLSearchParams({ k: text }).toString().slice(2),
      JSON.stringify(text).slice(1, -1),
    ]);
  // The longest first, so that no secret is left in halves by another one inside it.
  return [...new Set(spellings)].sort((a, b) => b.length - a.length);
}

export function basicCredentials(url: URL): string {
  return Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString('base64');
}

/** What comes back from a service, without its keys and, where the user named another host than the service's own, without that. */
export function scrub(text: string, service: Service): string {
  const withoutKeys = secretsOf(service).reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text);
  return hostsOf(service).reduce((rest, host) => rest.replaceAll(host, '[host]'), withoutKeys);
}

/** A short name without a dot or a port may be a word of an answer. */
function hostsOf({ name, baseUrl }: Service): readonly string[] {
  const { host, hostname } = new URL(baseUrl);
  if (hostname === name) return [];
  return [host, hostname].filter((text) => text.length >= 8 && /[.:]/.test(text));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
