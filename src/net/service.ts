// What is known about a service: where it is, how hard it may be asked, what it thinks a good answer is. No I/O.
// One row per service name; the adapters bring the rows, cli lays the user's base URLs and keys over them.
import type { Request, Response } from '../model/http.ts';

/**
 * `good`: may be kept. `transient`: a refusal that passes (a rate limit inside a 200); asked again, never kept.
 * `doubtful`: no answer, but of a kind that often is one the next time; asked again a few times, never kept.
 * `bad`: final, handed on to the adapter, never kept.
 */
export type Verdict = 'good' | 'transient' | 'doubtful' | 'bad';
export type Judge = (request: Request, response: Response) => Verdict;

/** Limits belong to the row: whoever puts another base URL in its place drops them, for they were that server's. */
export interface Service {
  readonly name: string;
  /** May hold a path, a query and a user name with password; all of it stays below the `Http` type. */
  readonly baseUrl: string;
  /** Requests started per second. Missing = no limit. */
  readonly perSecond?: number;
  /** Requests under way at once. Missing = no limit. */
  readonly inFlight?: number;
  readonly key?: { readonly in: 'query' | 'header'; readonly name: string; readonly value: string };
  /** Asked about every answer whose status alone does not settle it. Missing: 200 is good, unless it is a web page. */
  readonly judge?: Judge;
}
