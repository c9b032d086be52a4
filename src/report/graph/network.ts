// A result as a network, for graph formats: places are nodes, transfers that carry anything are edges. All plain text,
// with nothing left that acts; each format quotes it in its own way. On coin chains transactions are nodes too.
import { asOne } from '../../labels/rank.ts';
import { isOwner, type OwnerPlace, type Place, placeKey, restingPlace } from '../../model/place.ts';
import type { Findings, Flow } from '../../trace/findings.ts';
import { assetBook, symbolOf } from '../amounts.ts';
import { forTerminal } from '../escape.ts';
import type { RunResult } from '../json.ts';

export interface NetworkNode {
  readonly id: string;
  /** Who stands there, if somebody says so, else the address. */
  readonly label: string;
  readonly kind: Place['kind'];
  readonly chain: string;
  /** Empty where the place has none. */
  readonly address: string;
  readonly entity: string;
  readonly category: string;
  readonly role: 'seed' | 'endpoint' | 'touched' | 'held' | 'not-followed' | 'sink' | 'transaction' | 'way';
  /** Why what stands here was not followed. */
  readonly reason: string;
}

export interface NetworkEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly chain: string;
  readonly tx: string;
  readonly height: string;
  /** ISO 8601 with its offset. */
  readonly time: string;
  readonly asset: string;
  readonly symbol: string;
  /** Of the asset; empty where unknown. */
  readonly decimals: string;
  /** Base units, all of the transfer. */
  readonly amount: string;
  /** Base units that it carries, by convention; `0` where it carries nothing under one of them. */
  readonly carried: Readonly<Record<string, string>>;
}

export interface Network {
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  /** The first is the headline. */
  readonly conventions: readonly string[];
  /** Said by every drawing of invented data; else undefined. */
  readonly synthetic: string | undefined;
}

/** Several runs are several networks side by side: their ids begin with the name of the run. */
export function networkOf(runs: readonly RunResult[], synthetic: string | undefined): Network {
  const parts = runs.map((run) => ofRun(run, runs.length > 1 ? `${forTerminal(run.name)} ` : ''));
  return {
    nodes: parts.flatMap(({ nodes }) => nodes),
    edges: parts.flatMap(({ edges }) => edges),
    conventions: parts[0]?.conventions ?? [],
    synthetic: synthetic === undefined ? undefined : forTerminal(synthetic),
  };
}

function ofRun({ findings }: RunResult, prefix: string): Omit<Network, 'synthetic'> {
  const flows = findings.flows ?? [];
  const describe = describer(findings);
  const nodes = new Map<string, NetworkNode>();
  function idOf(place: Place): string {
    const id = `${prefix}${forTerminal(caip10(place, findings))}`;
    if (!nodes.has(id)) nodes.set(id, { id, ...describe(place) });
    return id;
  }
  const edge = edgeOf(findings, prefix);
  const edges = flows.map((flow) => edge(flow, idOf(flow.transfer.from), idOf(flow.transfer.to)));
  return { nodes: [...nodes.values()], edges, conventions: findings.options.conventions };
}

/** `<chain>:<address>` (CAIP-10); for what is no account `<chain>/tx:…` and the like. */
function caip10(place: Place, { names }: Findings): string {
  const key = placeKey(place);
  if (place.kind !== 'wallet') return key;
  return `${place.chain}:${names.get(key) ?? place.address}`;
}

function describer(findings: Findings): (place: Place) => Omit<NetworkNode, 'id'> {
  const { names, known } = findings;
  const roles = new Map<string, NetworkNode['role']>();
  const reasons = new Map<string, string>();
  const labels = new Map<string, { entity: string; category: string }>();
  for (const { place, labels: own } of [...findings.touched, ...findings.held, ...findings.notFollowed]) {
    const label = asOne(own);
    if (label !== undefined) labels.set(placeKey(place), label);
  }
  for (const { place, reason } of findings.notFollowed) {
    if (reason === 'spam') continue;
    roles.set(placeKey(place), 'not-followed');
    reasons.set(placeKey(place), reason);
  }
  for (const { place } of findings.held) roles.set(placeKey(place), 'held');
  for (const { place } of findings.touched) roles.set(placeKey(place), 'touched');
  for (const { place, label } of findings.endpoints) {
    roles.set(placeKey(place), 'endpoint');
    labels.set(placeKey(place), label);
  }
  for (const { seed, place, labels: own } of findings.seeds) {
    if (place === undefined || seed.kind !== 'wallet') continue;
    roles.set(placeKey(place), 'seed');
    const label = asOne(own);
    if (label !== undefined) labels.set(placeKey(place), label);
  }
  function owner(place: OwnerPlace): Omit<NetworkNode, 'id'> {
    const key = placeKey(place);
    const address = forTerminal(
      names.get(key) ?? (place.kind === 'wallet' ? place.address : place.scriptHash),
    );
    const entity = forTerminal(labels.get(key)?.entity ?? known.get(key) ?? '');
    return {
      label: entity === '' ? address : entity,
      kind: place.kind,
      chain: place.chain,
      address,
      entity,
      category: forTerminal(labels.get(key)?.category ?? ''),
      role: roles.get(key) ?? 'way',
      reason: reasons.get(key) ?? '',
    };
  }
  return (place) => {
    if (isOwner(place)) return owner(place);
    // A CoinJoin, in which value ends.
    if (place.kind === 'junction' && roles.get(placeKey(place)) === 'endpoint')
      return { ...owner(restingPlace(place)), kind: place.kind };
    const { kind, chain } = place;
    const plain = { kind, chain, address: '', entity: '', category: '', reason: '' };
    return place.kind === 'junction'
      ? { label: forTerminal(place.txId), ...plain, role: 'transaction' }
      : { label: place.kind, ...plain, role: 'sink' };
  };
}

function edgeOf(
  { assets, options }: Findings,
  prefix: string,
): (flow: Flow, source: string, target: string) => NetworkEdge {
  const book = assetBook(assets);
  return ({ transfer, amounts }, source, target) => ({
    id: `${prefix}${forTerminal(`${transfer.chain}/${transfer.id}`)}`,
    source,
    target,
    chain: transfer.chain,
    tx: forTerminal(transfer.txId),
    height: String(transfer.at?.height ?? ''),
    time: transfer.at === undefined ? '' : isoTime(transfer.at.time),
    asset: forTerminal(transfer.asset),
    symbol: symbolOf(book, transfer.asset),
    decimals: String(book.get(transfer.asset)?.decimals ?? ''),
    amount: transfer.amount.toString(),
    carried: Object.fromEntries(
      options.conventions.map((name) => [name, (amounts.get(name) ?? 0n).toString()]),
    ),
  });
}

function isoTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
}
