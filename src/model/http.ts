// The transport as a type: live, cached, recorded and replayed are functions of this one shape (net/).

/**
 * For how long an answer may be kept.
 * `settled`: about blocks deep under the reorg margin, true for ever. `pinned`: true as of one block, kept under its hash.
 * `tip`: kept for minutes, so that a killed run finds its place again. `never`: asked anew each time; the last answer serves --offline alone.
 */
export type Keep =
  | { readonly kind: 'settled' }
  | { readonly kind: 'pinned'; readonly block: string }
  | { readonly kind: 'tip' }
  | { readonly kind: 'never' };

/**
 * Names a service, not a URL: base URL and API key are added below this type (net/online.ts), so neither can reach a
 * tape, a store key, a log or an error. `path` starts with `/` and holds no query. `body` makes it a POST.
 */
export interface Request {
  readonly service: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `base64`: the answer may be no text; its body is then its bytes in base64. */
  readonly as?: 'base64';
  /** Not part of the key of a tape. Default: never. */
  readonly keep?: Keep;
  /**
   * Whether an answer is that of a server which has not seen yet what the chain is known to have. Not part of the key of a
   * tape; one that stays so is handed on.
   */
  readonly isBehind?: (response: Response) => boolean;
  /** What the last answer said of itself. Present, even empty: the new one may be 304, and says `etag` and `last-modified`. */
  readonly known?: { readonly etag?: string; readonly lastModified?: string };
}

export interface Response {
  readonly status: number;
  /** Lower-case names; only those that mean something to a reader (content-type, retry-after, x-ratelimit-*). */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves for every HTTP status; rejects with KnownError `network-failed`, `tape-miss`, `offline-miss`, or on abort. */
export type Http = (request: Request, signal?: AbortSignal) => Promise<Response>;
