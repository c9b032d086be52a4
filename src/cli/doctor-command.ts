// `trace doctor`: which services answer, which keys work, how old the labels are, how much is stored. Says where a key
// comes from, and never the key.
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Probe, probes, refusesKey } from '../chains/probes.ts';
import { KnownError } from '../model/errors.ts';
import type { Http } from '../model/http.ts';
import type { Service } from '../net/service.ts';
import { type Checkup, doctorText, type LabelCheck, type ServiceCheck } from '../report/doctor.ts';
import { VERSION } from '../report/version.ts';
import { configPath } from './config.ts';
import type { Given } from './flags.ts';
import { bookFile, gathered, openBook } from './label-book.ts';
import { emit } from './output.ts';
import type { ExitCode } from './render-error.ts';
import { hasKeyInEnvironment, servicesOf } from './services.ts';
import { storeFolder } from './settings.ts';
import { checkFile } from './whole-file.ts';
import type { World } from './world.ts';

/** A service that has not said by then how high its chain is would not do for a trace. */
const PATIENCE_MS = 10_000;

export async function runDoctor(given: Given, world: World): Promise<ExitCode> {
  if (given.output !== undefined) await checkFile(given.output);
  const services = await servicesOf(world, given.config, given.service ?? []);
  const http = world.online(services);
  const known = probes();
  const checks = await Promise.all(
    [...services.values()].map((service) =>
      given.offline === true
        ? notAsked(service, world)
        : checked(service, known.get(service.name), http, world),
    ),
  );
  const config = configPath(world, given.config);
  const book = bookFile(given.book, world);
  const result: Checkup = {
    version: VERSION,
    now: Math.floor(world.now() / 1000),
    config: { file: config, isThere: existsSync(config) },
    services: checks,
    book: book !== undefined && existsSync(book) ? book : undefined,
    labels: await labelsOf(given, world),
    store: await storeOf(given, world),
  };
  await emit(
    given.json === true ? `${JSON.stringify(result, undefined, 2)}\n` : doctorText(result),
    given,
    world,
  );
  return 0;
}

function keyOf(service: Service, world: World): ServiceCheck['key'] {
  if (service.key === undefined) return undefined;
  return hasKeyInEnvironment(world, service.name) ? 'environment' : 'config';
}

function notAsked(service: Service, world: World): ServiceCheck {
  return { name: service.name, key: keyOf(service, world), state: 'not asked' };
}

async function checked(
  service: Service,
  probe: Probe | undefined,
  http: Http,
  world: World,
): Promise<ServiceCheck> {
  const head = notAsked(service, world);
  if (service.baseUrl === '') return { ...head, why: 'it has no base URL: name one with --service' };
  if (probe === undefined) return head;
  const start = world.now();
  const patience = new AbortController();
  const stop = (): void => patience.abort();
  world.signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, PATIENCE_MS);
  try {
    const response = await http(probe.request, patience.signal);
    const ms = world.now() - start;
    const height = response.status === 200 ? probe.height(response.body) : undefined;
    if (height !== undefined) return { ...head, state: 'answers', height, ms };
    if (refusesKey(response))
      return { ...head, state: head.key === undefined ? 'needs a key' : 'refuses the key', ms };
    return { ...head, state: 'answers something else', ms, why: `status ${response.status}` };
  } catch (error) {
    world.signal.throwIfAborted();
    const why = error instanceof KnownError ? error.message : `none within ${PATIENCE_MS / 1000} seconds`;
    if (!(error instanceof KnownError) && !patience.signal.aborted) throw error;
    return { ...head, state: 'does not answer', why };
  } finally {
    clearTimeout(timer);
    world.signal.removeEventListener('abort', stop);
  }
}

async function labelsOf(given: Given, world: World): Promise<LabelCheck[]> {
  const installed = await openBook(given.book, world);
  try {
    const labels = await gathered([], true, world);
    return labels
      .book(installed)
      .packs()
      .map(({ pack, rows, newest, imported }) => ({ pack, rows, newest, imported }));
  } finally {
    installed?.close();
  }
}

async function storeOf(given: Given, world: World): Promise<Checkup['store']> {
  const folder = storeFolder(given, world);
  if (folder === undefined) return undefined;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  // One after the other: a store may hold a million.
  for (const { name } of files)
    bytes += await stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    );
  return { folder, files: files.length, bytes };
}
