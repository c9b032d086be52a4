// Where a pack was fetched, in words: its address, its licence, its checksum.
import type { FetchedPack } from '../labels/installed.ts';
import { forTerminal } from '../report/escape.ts';

export function originText({
  url,
  licence,
  sha256,
}: Pick<FetchedPack, 'url' | 'licence' | 'sha256'>): string {
  return `from ${forTerminal(url)}${licence === undefined ? '' : ` (${forTerminal(licence)})`}, sha256 ${sha256}`;
}
