// What went wrong at a ClickHouse cluster: lost on the way, which is asked again, or refused, which is told.
import { KnownError } from '../model/errors.ts';
import type { ClusterName } from './cluster.ts';

/** ClickHouse's numbers: a shard or a connection that is gone, a server that is going, full of questions or behind with merges. */
const LOST = new Set(['32', '101', '198', '202', '209', '210', '236', '252', '279', '394']);
/** Unknown user or wrong password, may not do this, may only read, no access to the database. */
const REFUSED = new Set(['164', '192', '193', '194', '291', '497', '516']);
/** No such table, no such database. */
const MISSING = new Set(['60', '81']);
const CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (LOST.has(code) || CONNECTION.has(code)) return true;
  return error instanceof SyntaxError || /socket hang up|timeout error|aborted/i.test(reasonOf(error));
}

/** Whether what `clusterFailure` made was that something is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof KnownError && MISSING.has(codeOf(error.cause));
}

export function clusterFailure({ hosts, database }: ClusterName, error: unknown): KnownError {
  if (error instanceof KnownError) return error;
  const facts = [`cluster: ${hosts.join(', ')}`, `database: ${database}`, `reason: ${reasonOf(error)}`];
  if (isLost(error))
    return new KnownError('cluster-unreachable', 'The ClickHouse cluster does not answer in full.', {
      facts,
      hint: 'Start what is down, then give the same command again: no answer is made without one of the shards.',
      cause: error,
    });
  if (REFUSED.has(codeOf(error)))
    return new KnownError('cluster-refused', 'The ClickHouse cluster refuses this user.', {
      facts,
      hint: 'Check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD. To trace, reading is enough; init has to make tables.',
      cause: error,
    });
  return new KnownError('cluster-failed', 'The ClickHouse cluster cannot do what it was asked.', {
    facts,
    hint: 'Check the name of the cluster in its configuration, and its version.',
    cause: error,
  });
}

/** ClickHouse's number, or Node's name. In the middle of an answer the number stands in the text alone. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return /\bCode: (\d+)/.exec(error.message)?.[1] ?? '';
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || codeOf(error) : 'unknown';
  return (text.split('\n')[0] as string).slice(0, 300);
}
