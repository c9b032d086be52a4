// Headers that link proved blocks to each other and to those that the user named, asked of a node one by one. Judges nothing
// but that a header's bytes give its hash.
import { eachConcurrently } from '../../chains/concurrent.ts';
import type { Fetching } from '../fetching.ts';
import { hexOf } from './block.ts';
import { blockSchema } from './encode.ts';
import { provedHeader } from './prove.ts';
import { type AskNode, Unanswered } from './rpc.ts';

interface Linking {
  /** In RLP. */
  readonly headers: string[];
  readonly notes: string[];
}

/** Between two neighbours that are no further apart than `link` allows. */
export async function linkingHeaders(
  proved: readonly number[],
  ask: AskNode,
  { anchors, linkEvm, concurrency }: Fetching,
): Promise<Linking> {
  const notes: string[] = [];
  async function header(method: string, of: string): Promise<{ height: number; bytes: string } | undefined> {
    try {
      const block = blockSchema.safeParse(await ask(method, [of, false]));
      const bytes = block.success ? provedHeader(block.data, { hashes: 0 }) : undefined;
      if (block.success && bytes !== undefined)
        return { height: Number(block.data.number), bytes: hexOf(bytes) };
      notes.push(`block ${of}: its header is of a form that this program does not know`);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      notes.push(`block ${of}: ${error.message}`);
    }
    return undefined;
  }
  const named = [];
  for (const hash of anchors.filter((each) => each.startsWith('0x')))
    named.push(await header('eth_getBlockByHash', hash));
  const ends = named.filter((each) => each !== undefined);
  const stops = [...new Set([...proved, ...ends.map(({ height }) => height)])].sort((a, b) => a - b);
  const between = stops.slice(1).flatMap((stop, index) => {
    const below = stops[index] as number;
    return stop - below > linkEvm ? [] : Array.from({ length: stop - below - 1 }, (_, n) => below + 1 + n);
  });
  const headers = ends.map(({ bytes }) => bytes);
  for await (const found of eachConcurrently(between, concurrency, (height) =>
    header('eth_getBlockByNumber', `0x${height.toString(16)}`),
  ))
    if (found !== undefined) headers.push(found.bytes);
  return { headers: headers.sort(), notes: notes.sort() };
}
