// `trace labels list`: which packs are installed, and how old they are.
import type { FetchedPack, InstalledPack } from '../labels/installed.ts';
import { timeText } from '../report/amounts.ts';
import { forTerminal } from '../report/escape.ts';
import { bookFile, noBook, openBook } from './label-book.ts';
import { originText } from './pack-origin.ts';
import type { ExitCode } from './render-error.ts';
import type { World } from './world.ts';

const DAY = 86_400;

export async function listPacks(
  given: { readonly book?: string; readonly json?: boolean },
  world: World,
): Promise<ExitCode> {
  const book = await openBook(given.book, world);
  if (book === undefined) throw noBook(bookFile(given.book, world) as string);
  try {
    const origins = new Map(book.fetched().map((pack) => [pack.pack, pack]));
    const packs = book.packs().map((pack) => ({ ...pack, ...originOf(origins.get(pack.pack)) }));
    const now = Math.floor(world.now() / 1000);
    if (given.json === true) world.out(`${JSON.stringify(packs, null, 2)}\n`);
    else world.out(packs.map((pack) => `${packLine(pack, now)}\n`).join(''));
    return 0;
  } finally {
    book.close();
  }
}

type ListedPack = InstalledPack & Partial<Pick<FetchedPack, 'url' | 'licence' | 'checked'>>;

function originOf(pack: FetchedPack | undefined) {
  if (pack === undefined) return {};
  const { url, licence, checked } = pack;
  return { url, ...(licence === undefined ? {} : { licence }), checked };
}

function packLine({ pack, rows, newest, imported, sha256, url, licence }: ListedPack, now: number): string {
  const days = Math.floor((now - imported) / DAY);
  return [
    forTerminal(pack),
    `${rows} labels`,
    ...(newest === undefined ? [] : [`newest ${timeText(newest).slice(0, 10)}`]),
    `imported ${timeText(imported).slice(0, 10)}, ${days} day${days === 1 ? '' : 's'} ago`,
    url === undefined ? `sha256 ${sha256}` : originText({ url, licence, sha256 }),
  ].join('  ');
}
