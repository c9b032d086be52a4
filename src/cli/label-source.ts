// One source of labels, asked for what is new: on condition, through the page that names its editions where it has one, and
// out of its archive. Not what becomes of the answer (labels-update.ts).
import type { FetchedPack } from '../labels/installed.ts';
import type { Origin } from '../labels/installing.ts';
import { TextFault } from '../labels/reading/fault.ts';
import { isZip, tableInZip } from '../labels/reading/zip-table.ts';
import type { LabelSource, PublishedFiles } from '../labels/sources.ts';
import { KnownError } from '../model/errors.ts';
import type { Http, Response } from '../model/http.ts';
import type { Service } from '../net/service.ts';

/** Of all sources: what their addresses are called below `Http`. */
export function servicesOf(sources: readonly LabelSource[]): ReadonlyMap<string, Service> {
  const all = sources.flatMap(({ name, url, files }) => [
    { name: pageOf(name), baseUrl: url },
    ...(files === undefined ? [] : [{ name: folderOf(name), baseUrl: files.folder }]),
  ]);
  return new Map(all.map((service) => [service.name, service]));
}

const pageOf = (name: string): string => `labels ${name}`;
const folderOf = (name: string): string => `labels ${name} files`;

export interface Download {
  readonly origin: Origin;
  readonly bytes: Uint8Array;
}

/** undefined: nothing newer than `old`. Throws KnownError `network-failed` and `labels-unreadable`. */
export async function download(
  { name, url, licence, files }: LabelSource,
  old: FetchedPack | undefined,
  http: Http,
  signal: AbortSignal,
): Promise<Download | undefined> {
  const edition = files === undefined ? undefined : newest(await page(name, http, signal), files, name);
  const from = edition === undefined || files === undefined ? shown(url) : `${files.folder}/${edition}`;
  const answer = await http(
    {
      service: edition === undefined ? pageOf(name) : folderOf(name),
      path: edition === undefined ? '/' : `/${edition}`,
      known: old === undefined || old.url !== from ? {} : pick(old),
      as: 'base64',
    },
    signal,
  );
  if (answer.status === 304 && old !== undefined) return undefined;
  if (answer.status !== 200) throw refused(answer);
  const { etag, 'last-modified': lastModified } = answer.headers;
  return {
    origin: { url: from, licence, etag, lastModified },
    bytes: table(Buffer.from(answer.body, 'base64'), name),
  };
}

/** Without what may be a key. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

async function page(name: string, http: Http, signal: AbortSignal): Promise<string> {
  const answer = await http({ service: pageOf(name), path: '/' }, signal);
  if (answer.status !== 200) throw refused(answer);
  return answer.body;
}

/** By the day of the edition, then by the name, in which its version stands. */
function newest(page: string, files: PublishedFiles, name: string): string {
  const editions = [...page.matchAll(files.name)].map(([file, day]) => ({
    file,
    day: (day ?? '').slice(0, 8),
  }));
  const [first] = editions.sort((a, b) => (order(a) < order(b) ? 1 : -1));
  if (first === undefined)
    throw new KnownError('labels-unreadable', `The page of ${name} names no file of the known form.`, {
      hint: 'Download it by hand, and give it to trace labels import.',
    });
  return first.file;
}

function order({ file, day }: { readonly file: string; readonly day: string }): string {
  return `${day} ${file}`;
}

function table(bytes: Uint8Array, name: string): Uint8Array {
  if (!isZip(bytes)) return bytes;
  try {
    return tableInZip(bytes);
  } catch (error) {
    if (!(error instanceof TextFault)) throw error;
    throw new KnownError('labels-unreadable', `The labels of ${name} cannot be read: ${error.message}.`, {
      hint: 'Look at what its address answers.',
      cause: error,
    });
  }
}

function pick({ etag, lastModified }: FetchedPack) {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

function refused({ status }: Response): KnownError {
  return new KnownError('network-failed', `The answer has the status ${status}.`, {
    hint: 'Look at the address of the source.',
  });
}
