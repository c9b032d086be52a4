// Where a trace gets its transfers: a list, a tape, or whatever answers requests. Heavy libraries are loaded with the chain
// that needs them (chains/ledgers.ts), the tape's reader with a tape.
import {
  fileLedgers,
  type LedgerMaker,
  liveLedgers,
  type SourceName,
  sourceNames,
  withUsual,
} from '../chains/ledgers.ts';
import type { Http } from '../model/http.ts';
import type { TapesSay } from '../net/tape-says.ts';
import { badArgument } from './bad-argument.ts';

/** The text of a transfer list, CSV or JSON lines (docs/chains.md). `name` stands in messages and reports. */
export interface ListSource {
  readonly list: string | Uint8Array;
  readonly name?: string | undefined;
}

/** A tape that `trace --record` wrote: a file, or a folder of such files. Nothing else is asked. */
export interface TapeSource {
  readonly tape: string;
  readonly explorers?: readonly SourceName[] | undefined;
}

/** Anything that answers requests to the services of docs/chains.md, with whatever limits, retries and keys it has. */
export interface HttpSource {
  readonly http: Http;
  /** Who is asked, in the words of --source; Blockscout for EVM chains and Esplora for Bitcoin where left out. */
  readonly explorers?: readonly SourceName[] | undefined;
}

export type TraceSource = ListSource | TapeSource | HttpSource;

export interface Opened extends TapesSay {
  readonly maker: LedgerMaker;
}

export async function opened(source: TraceSource): Promise<Opened> {
  if ('list' in source) {
    const { list, name = 'list' } = source;
    if (typeof list !== 'string' && !(list instanceof Uint8Array))
      throw badArgument('source.list', 'is neither text nor bytes');
    return { maker: await fileLedgers(list, name), synthetic: undefined, tapes: [] };
  }
  const explorers = withUsual(source.explorers ?? [], ['blockscout']);
  for (const name of explorers)
    if (!sourceNames.includes(name))
      throw badArgument('source.explorers', `names another than ${sourceNames.join(', ')}`);
  if ('http' in source)
    return { maker: liveLedgers(source.http, explorers), synthetic: undefined, tapes: [] };
  if (!('tape' in source)) throw badArgument('source', 'has neither list nor tape nor http');
  const [{ readTape }, { replaying }, { tapesSay }] = await Promise.all([
    import('../net/tape.ts'),
    import('../net/replaying.ts'),
    import('../net/tape-says.ts'),
  ]);
  const tape = await readTape(source.tape);
  return { maker: liveLedgers(replaying(tape), explorers), ...tapesSay(tape.headers) };
}
