// What one payment into a bridge became on the other chain (engine.md §4, crossings). The destination stands in the event or
// memo; the receiving wallet's own history says what arrived, and the bridge's key says that it is this. Exactly one, or none.
import type { AssetId } from '../../model/asset.ts';
import type { Landing, Sending } from '../../model/bridge.ts';
import type { ChainId } from '../../model/chain.ts';
import type { Crossing, CrossingId, TransferRef } from '../../model/crossing.ts';
import { failureForGap, KnownError } from '../../model/errors.ts';
import { type Gap, isSourceGap } from '../../model/gap.ts';
import type { Ledger, Page, Scope } from '../../model/ledger.ts';
import { isOwner, type PlaceKey, placeKey, type TxId, type WalletPlace, wallet } from '../../model/place.ts';
import type { Transfer } from '../../model/transfer.ts';

/**
 * `arrived`: paid out by exactly one transaction. `refunded`: it came back to where it was sent from. `several`: more than one,
 * here or there, could be it. `not-arrived`: none does, as of the run. `unclear`: what was handed over cannot be told from the wallet's own
 * payments. `unread`: no ledger of that chain. `no-address`: none of that chain. `hub`, `failed`: its history cannot be had.
 */
export const bridgeOutcomes = [
  'arrived',
  'refunded',
  'several',
  'not-arrived',
  'unclear',
  'unread',
  'no-address',
  'hub',
  'failed',
] as const;
export type BridgeOutcome = (typeof bridgeOutcomes)[number];

/** One payment into a bridge, and where the bridge says that it goes. */
export interface Bridged {
  readonly sending: Sending;
  /** What was handed over. */
  readonly given: AssetId;
  readonly chain: ChainId;
  readonly txId: TxId;
  readonly outcome: BridgeOutcome;
  /** By which it was paid out, or came back. */
  readonly arrivedIn: TxId | undefined;
  readonly crossing: CrossingId | undefined;
}

export interface Met {
  readonly told: Bridged;
  readonly crossings: readonly Crossing[];
  /** Of the transactions by which it arrived. */
  readonly transfers: readonly Transfer[];
  readonly gaps: readonly Gap[];
}

export interface Asking {
  readonly ledgers: ReadonlyMap<ChainId, Ledger>;
  scopeOf(chain: ChainId): Scope;
}

/** A payment into a bridge, as it stands on its own chain. */
export interface Sent {
  readonly sending: Sending;
  readonly txId: TxId;
  /** Who a refund goes to. */
  readonly payers: readonly WalletPlace[];
  readonly given: readonly Transfer[];
}

interface Arrival {
  readonly txId: TxId;
  readonly landing: Landing;
  readonly transfers: readonly Transfer[];
}

/** What was handed over: all that the wallet paid of the asset in this transaction, if it is just that; else nothing is said. */
export function givenFor(
  { leg, assets, amount }: Sending,
  transfers: readonly Transfer[],
  payer: PlaceKey,
): readonly Transfer[] {
  if (leg !== undefined) return transfers.filter(({ id }) => id === leg);
  for (const asset of assets) {
    const own = transfers.filter((each) => each.asset === asset && each.to.kind !== 'fee');
    const paid = own.filter(({ from, to }) => placeKey(from) === payer && placeKey(to) !== payer);
    const sum = paid.reduce((total, each) => total + each.amount, 0n);
    if (sum === amount && !own.some(({ from, to }) => placeKey(to) === payer && placeKey(from) !== payer))
      return paid;
  }
  return [];
}

/** `only`: the sending is the only one of its key that the wallet made. */
export async function met(sent: Sent, only: boolean, asking: Asking): Promise<Met> {
  if (!only) return unmet(sent, 'several');
  const there = await paidOut(sent, asking);
  // Only where the amount was left open can it come back, or a part of it: an exchange that was refused.
  if (sent.sending.pays !== undefined) return there;
  const back = await cameBack(sent, asking);
  const { outcome } = back.told;
  if (there.told.outcome !== 'arrived') return outcome === 'refunded' || outcome === 'several' ? back : there;
  if (outcome === 'not-arrived') return there;
  // Which part of what was given was paid out and which was sent back, nothing says.
  return outcome === 'refunded' ? unmet(sent, 'several') : back;
}

function unmet({ sending, txId, given }: Sent, outcome: BridgeOutcome, gaps: readonly Gap[] = []): Met {
  const { chain, asset } = given[0] as Transfer;
  return {
    told: { sending, given: asset, chain, txId, outcome, arrivedIn: undefined, crossing: undefined },
    crossings: [],
    transfers: [],
    gaps,
  };
}

async function paidOut(sent: Sent, asking: Asking): Promise<Met> {
  const { to } = sent.sending;
  const ledger = to.chain === undefined ? undefined : asking.ledgers.get(to.chain);
  if (ledger?.bridgesIn === undefined) return unmet(sent, 'unread', [unread(sent)]);
  const receiver = walletNamed(ledger, to.address);
  if (receiver === undefined) return unmet(sent, 'no-address');
  return landed(sent, 'paid-out', receiver, ledger, asking);
}

/** To the address that the payer named for it; else to the payer, the first of several. */
async function cameBack(sent: Sent, asking: Asking): Promise<Met> {
  const [first] = sent.payers;
  if (first === undefined) return unmet(sent, 'not-arrived');
  const ledger = asking.ledgers.get(first.chain) as Ledger;
  const { refundTo } = sent.sending;
  const named = refundTo === undefined ? undefined : walletNamed(ledger, refundTo);
  return landed(sent, 'refund', named ?? first, ledger, asking);
}

async function landed(
  sent: Sent,
  kind: Landing['kind'],
  receiver: WalletPlace,
  ledger: Ledger,
  asking: Asking,
): Promise<Met> {
  const found = await arrivals(sent, kind, receiver, ledger, asking.scopeOf(ledger.chain));
  if ('outcome' in found) return unmet(sent, found.outcome, found.gaps);
  const [one, ...others] = found.arrivals;
  if (one === undefined) return unmet(sent, 'not-arrived');
  const received = legsOf(one, receiver);
  if (others.length > 0 || received === undefined) return unmet(sent, 'several');
  const { sending, txId, given } = sent;
  const crossing: Crossing = {
    id: `${txId}/bridge/${sending.key}` as CrossingId,
    basis: `${kind === 'refund' ? 'refund' : 'bridge'}: ${sending.bridge}`,
    given: given.map(ref),
    received: received.map(ref),
  };
  const { told } = unmet(sent, kind === 'refund' ? 'refunded' : 'arrived');
  return {
    told: { ...told, arrivedIn: one.txId, crossing: crossing.id },
    crossings: [crossing],
    transfers: one.transfers,
    gaps: [],
  };
}

function ref({ chain, id }: Transfer): TransferRef {
  return { chain, transfer: id };
}

/** Hostile text becomes a place only through the ledger of that chain. */
function walletNamed(ledger: Ledger, address: string): WalletPlace | undefined {
  try {
    return wallet(ledger.chain, ledger.parseAddress(address));
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

type Found =
  | { readonly arrivals: readonly Arrival[] }
  | { readonly outcome: 'hub' | 'failed'; readonly gaps: readonly Gap[] };

async function arrivals(
  sent: Sent,
  kind: Landing['kind'],
  receiver: WalletPlace,
  ledger: Ledger,
  scope: Scope,
): Promise<Found> {
  const pages: Page[] = [];
  for await (const page of ledger.transfersOf([receiver], scope)) pages.push(page);
  if (pages.some(({ hub }) => hub === true)) return { outcome: 'hub', gaps: [] };
  const gaps = pages.flatMap((page) => page.gaps.filter(isSourceGap));
  // A row that is missing could be a second answer, or the only one.
  if (gaps.length > 0) return { outcome: 'failed', gaps };
  const txIds = new Set(
    pages
      .flatMap(({ transfers }) => transfers)
      .filter((each) => couldBe(each, sent, receiver, ledger))
      .map(({ txId }) => txId),
  );
  const found: Arrival[] = [];
  for (const txId of [...txIds].sort()) {
    try {
      const transfers = await ledger.transfersIn(txId, scope);
      for (const landing of ledger.bridgesIn?.(txId).landings ?? [])
        if (landing.key === sent.sending.key && landing.kind === kind && landing.to === receiver.address)
          found.push({ txId, landing, transfers });
    } catch (thrown) {
      const error = failureForGap(thrown);
      const why = `Whether transaction ${txId} pays out what ${sent.sending.bridge} was given in ${sent.txId} could not be asked (${[error.message, ...error.facts].join('; ')}); run again later.`;
      return {
        outcome: 'failed',
        gaps: [{ code: 'source-failed', chain: ledger.chain, place: receiver, why }],
      };
    }
  }
  return { arrivals: found };
}

/** Worth asking about: paid to the wallet no earlier than it was sent, so much as is to be paid, or by the bridge itself. */
function couldBe(
  { at, from, to, amount }: Transfer,
  { given, sending: { pays } }: Sent,
  receiver: WalletPlace,
  ledger: Ledger,
): boolean {
  const sentAt = Math.min(...given.map((each) => each.at?.time ?? 0));
  if (at === undefined || at.time < sentAt || !isOwner(to) || placeKey(to) !== placeKey(receiver))
    return false;
  if (pays !== undefined) return pays.least <= amount && amount <= pays.most;
  return ledger.kind === 'coin' || ledger.bridgeAt?.(placeKey(from)) !== undefined;
}

/** The one transfer that the bridge tells of; undefined: there is none, or it cannot be told from another. */
function legsOf({ landing, transfers }: Arrival, receiver: WalletPlace): readonly Transfer[] | undefined {
  const own = transfers.filter(
    ({ asset, amount, to }) =>
      landing.assets.includes(asset) && amount === landing.amount && placeKey(to) === placeKey(receiver),
  );
  return own.length === 1 ? own : undefined;
}

function unread({ sending, txId, given }: Sent): Gap {
  const { bridge, said, to } = sending;
  const first = given[0] as Transfer;
  return {
    code: 'bridge-unread',
    chain: first.chain,
    place: isOwner(first.to) ? first.to : undefined,
    why: `${said === 'bridge' ? `${bridge} took this` : `A memo asks ${bridge} to take this`} in transaction ${txId} to another chain (${to.name}), which this run does not read: name it with --bridge-to, if it is one that can be read.`,
    asset: first.asset,
    amount: given.reduce((sum, { amount }) => sum + amount, 0n),
  };
}
