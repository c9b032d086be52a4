// Whether an instance of Blockscout knows all internal calls: its lists of them leave out what is not indexed, and do not say so.
import { z } from 'zod';
import type { Scope } from '../../../model/ledger.ts';
import { answerTo, parsedBy } from '../../asking.ts';
import { once } from '../../once.ts';
import { readAs } from '../../quantities.ts';
import { parsed } from '../answer.ts';
import type { ExplorerSource } from '../source.ts';

const action = 'indexing-status';
const status = z.object({ finished_indexing: z.boolean() });

/** Asked once. */
export function areCallsIndexed(source: ExplorerSource, { asOf, signal }: Scope): Promise<boolean> {
  const asking = { keep: { kind: 'pinned', block: asOf.hash }, signal } as const;
  return once(source.indexed, asOf.hash, async () => {
    const request = { path: `/api/v2/main-page/${action}` };
    const { json } = await answerTo(source, action, request, asking, parsed);
    return parsedBy(source, action, () => readAs(status, json)).finished_indexing;
  });
}
