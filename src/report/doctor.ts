// What `trace doctor` found out about this machine, as text and as JSON. No key is ever in it.
import { durationText, timeText } from './amounts.ts';
import { forTerminal } from './escape.ts';
import { plainTable } from './text/style.ts';

export interface ServiceCheck {
  readonly name: string;
  /** Where its key was found; undefined: it has none. */
  readonly key: 'environment' | 'config' | undefined;
  readonly state:
    | 'answers'
    | 'refuses the key'
    | 'needs a key'
    | 'does not answer'
    | 'answers something else'
    | 'not asked';
  /** Of its chain. */
  readonly height?: number;
  readonly ms?: number;
  readonly why?: string;
}

export interface LabelCheck {
  readonly pack: string;
  readonly rows: number;
  /** Unix seconds of the newest row. */
  readonly newest: number | undefined;
  /** Unix seconds. */
  readonly imported: number | undefined;
}

export interface Checkup {
  readonly version: string;
  /** Unix seconds. */
  readonly now: number;
  readonly config: { readonly file: string; readonly isThere: boolean };
  readonly services: readonly ServiceCheck[];
  readonly book: string | undefined;
  readonly labels: readonly LabelCheck[];
  /** undefined: nothing is kept. */
  readonly store: { readonly folder: string; readonly files: number; readonly bytes: number } | undefined;
}

export function doctorText({ version, now, config, services, book, labels, store }: Checkup): string {
  const age = (time: number | undefined): string =>
    time === undefined
      ? 'unknown'
      : `${timeText(time).slice(0, 10)}, ${durationText(Math.max(0, now - time))} ago`;
  const blocks = [
    [`trace ${version}`, `config file ${forTerminal(config.file)}: ${config.isThere ? 'read' : 'none'}`],
    [
      'Services',
      ...plainTable(
        ['service', 'key', 'state', 'height', 'ms', ''],
        services.map(({ name, key, state, height, ms, why }) => [
          forTerminal(name),
          key === undefined ? 'none' : `from the ${key}`,
          state,
          height === undefined ? '' : String(height),
          ms === undefined ? '' : String(ms),
          forTerminal(why ?? ''),
        ]),
        new Set([3, 4]),
      ),
    ],
    [
      'Labels',
      book === undefined ? 'no label book' : `label book ${forTerminal(book)}`,
      ...plainTable(
        ['pack', 'rows', 'newest row', 'imported'],
        labels.map(({ pack, rows, newest, imported }) => [
          forTerminal(pack),
          String(rows),
          age(newest),
          imported === undefined ? '' : age(imported),
        ]),
        new Set([1]),
      ),
    ],
    [
      'Stored answers',
      store === undefined
        ? 'nothing is kept'
        : `${forTerminal(store.folder)}: ${store.files} file${store.files === 1 ? '' : 's'}, ${sizeText(store.bytes)}`,
    ],
  ];
  return `${blocks.map(([title, ...lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n')}\n`;
}

function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
