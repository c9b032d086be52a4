// Where answers come from: services, tapes and the store, transfer lists and warehouses, with the labels of a run. What is
// asked of them is ask.ts's.
import {
  fileLedgers,
  joinedLedgers,
  type LedgerMaker,
  liveLedgers,
  type SourceName,
  sourceNames,
  warehouseLedgers,
  withUsual,
} from '../chains/ledgers.ts';
import type { WarehouseName } from '../chains/warehouse/opened.ts';
import type { LabelBook } from '../labels/book.ts';
import type { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import type { Service } from '../net/service.ts';
import { tapesSay } from '../net/tape-says.ts';
import type { Source, Transport } from '../net/transport.ts';
import type { ReportHead } from '../report/json.ts';
import { type Evidence, noting, type ReadInput } from './evidence-notes.ts';
import type { Given } from './flags.ts';
import { readBytes } from './input-file.ts';
import { gathered, openBook } from './label-book.ts';
import type { ProgressLine } from './progress.ts';
import { storeFolder } from './settings.ts';
import { badFlag } from './usage.ts';
import { warehouseNamed } from './warehouse-name.ts';
import type { World } from './world.ts';

export interface Sources {
  readonly maker: LedgerMaker;
  /** Absent where a transfer list is asked instead of any service. */
  readonly http?: Http | undefined;
  readonly labels: LabelBook;
  readonly labelSources: ReportHead['labelSources'];
  readonly synthetic: string | undefined;
  readonly tapes: readonly string[];
  readonly finish: Transport['finish'];
  /** How a file that an option names is read; of a bundle, from the bundle. */
  readonly read: ReadInput;
  /** `asked`: the rows of a run are needed too. */
  readonly rows: 'asked' | undefined;
  /** What a bundle is made of, where one was asked for. */
  readonly evidence: Evidence | undefined;
}

function sourceOf(given: Given, world: World): Source {
  if (given.replay !== undefined && given.offline === true)
    throw badFlag('--offline', '--replay', 'not both: a tape is offline already');
  const store = storeFolder(given, world);
  if (given.replay !== undefined) return { kind: 'replay', tape: given.replay };
  if (given.offline !== true) return store === undefined ? { kind: 'live' } : { kind: 'live', store };
  if (store === undefined) throw badFlag('--offline', '--no-store', 'a store to answer from');
  return { kind: 'offline', store };
}

function chosenSources(given: Given, hasEtherscanKey: boolean): readonly SourceName[] {
  const named = (given.source ?? []).map((name) => {
    const source = sourceNames.find((known) => known === name);
    if (source !== undefined) return source;
    throw badFlag('--source', name, sourceNames.join(', '));
  });
  if (named.includes('core') && named.includes('esplora'))
    throw badFlag('--source', 'core,esplora', 'one of them: what one cannot tell the other is not asked');
  if (named.includes('electrum') && !named.includes('core'))
    throw badFlag(
      '--source',
      'electrum',
      'core beside it: it is an index of addresses, and the node tells the rest',
    );
  return withUsual(named, hasEtherscanKey ? ['blockscout', 'etherscan'] : ['blockscout']);
}

export async function openSources(given: Given, world: World, progress: ProgressLine): Promise<Sources> {
  const labelFiles = await gathered(given.labels ?? [], given.quiet, world);
  const installed = await openBook(given.book, world);
  const book = labelFiles.book(installed);
  const close = async (): Promise<void> => installed?.close();
  const labelSources = book.packs();
  const notes = given.bundle === undefined ? undefined : noting(book, readBytes);
  const labels = notes?.labels ?? book;
  const read = notes?.read ?? readBytes;
  const rows = notes === undefined ? undefined : 'asked';
  const joined = joinedWarehouse(given, world);
  if (given.ledger !== undefined && joined === undefined) {
    for (const flag of ['record', 'replay', 'offline', 'service', 'source', 'crossCheck'] as const)
      if (given[flag] !== undefined)
        throw badFlag(
          flag === 'crossCheck' ? '--cross-check' : `--${flag}`,
          '--ledger',
          'not both: a transfer list is asked instead of any service',
        );
    const { maker, close: closeLedger } = await openLedger(given.ledger, read, given, world);
    const evidence = notes?.evidence([], { answers: () => '', access: () => '' });
    return {
      maker,
      labels,
      labelSources,
      synthetic: undefined,
      tapes: [],
      finish: async () => {
        await closeLedger();
        await close();
      },
      read,
      rows,
      evidence,
    };
  }
  const { transport: asked, services } = await openTransport(
    given,
    world,
    progress,
    notes === undefined ? undefined : 'kept',
  );
  const explorers = chosenSources(given, services.get('api.etherscan.io')?.key !== undefined);
  const { http, headers, finish } = asked;
  const evidence = notes?.evidence(explorers, asked);
  const live = liveLedgers(http, explorers, given.crossCheck === true ? 'crossed' : 'single');
  const { maker, close: closeLedger } =
    joined === undefined ? { maker: live, close: async () => {} } : await joinedLedgers(joined, live);
  return {
    maker,
    http,
    labels,
    labelSources,
    ...tapesSay(headers),
    finish: () => finish().finally(closeLedger).finally(close),
    read,
    rows,
    evidence,
  };
}

/** The warehouse below the services, where both are asked. */
function joinedWarehouse({ ledger, liveAbove, bundle }: Given, world: World): WarehouseName | undefined {
  if (liveAbove !== true) return undefined;
  const warehouse = ledger === undefined ? undefined : warehouseNamed('--ledger', ledger, world);
  if (warehouse === undefined)
    throw badFlag('--live-above', ledger ?? '', 'a warehouse: --ledger sqlite:FILE or clickhouse://…');
  if (bundle !== undefined) throw notSealed(bundle);
  return warehouse;
}

function notSealed(bundle: string): KnownError {
  return badFlag('--bundle', bundle, 'not with a warehouse, which is too large to be sealed in one');
}

/** `--ledger`: a transfer list, or a warehouse. */
async function openLedger(
  ledger: string,
  read: ReadInput,
  { bundle }: Given,
  world: World,
): Promise<{ readonly maker: LedgerMaker; readonly close: () => Promise<void> }> {
  const warehouse = warehouseNamed('--ledger', ledger, world);
  if (warehouse === undefined)
    return { maker: await fileLedgers(await read(ledger, '--ledger'), ledger), close: async () => {} };
  if (bundle !== undefined) throw notSealed(bundle);
  return warehouseLedgers(warehouse);
}

/** What says where answers come from. Neither base URLs, which may hold a key, nor folders of this machine. */
function sourceOptions({ source, service, offline, replay, store }: Given): string[] {
  return [
    ...(source === undefined ? [] : [`--source ${source.join(',')}`]),
    ...(service ?? []).map((text) => `--service ${text.split('=')[0]}`),
    ...(offline === true ? ['--offline'] : []),
    ...(replay === undefined ? [] : ['--replay']),
    ...(store === false ? ['--no-store'] : []),
  ];
}

/** Loaded only for a run that asks or replays: a transfer list needs neither. */
export async function openTransport(
  given: Given,
  world: World,
  progress: ProgressLine,
  evidence: 'kept' | undefined,
): Promise<{ transport: Transport; services: ReadonlyMap<string, Service> }> {
  const [{ servicesOf }, { transport }] = await Promise.all([
    import('./services.ts'),
    import('../net/transport.ts'),
  ]);
  const services = await servicesOf(world, given.config, given.service ?? []);
  const opened = await transport({
    source: sourceOf(given, world),
    services,
    online: world.online(services),
    ...(given.record === undefined ? {} : { record: { file: given.record } }),
    ...(evidence === undefined ? {} : { evidence: { options: sourceOptions(given) } }),
    onRequest: progress.request,
    now: world.now,
    random: world.random,
    sleep: world.sleep,
  });
  return { transport: opened, services };
}
