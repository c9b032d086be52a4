// Names of the Ethereum Name Service on the command line, and beside the addresses of a result. Whoever registered a name
// chose it, so none is a label; each is as of the block that the run is pinned to.
import type { LedgerMaker } from '../chains/ledgers.ts';
import type { Address } from '../model/address.ts';
import { chainNamed, ETHEREUM } from '../model/chain.ts';
import type { EnsName } from '../model/ens-name.ts';
import { KnownError } from '../model/errors.ts';
import { type Answer, isRun, isSources } from '../report/answer.ts';
import type { Findings } from '../trace/findings.ts';
import type { Ask } from './ask.ts';
import { asOfOf } from './settings.ts';

/** `vitalik.eth`, `ethereum:vitalik.eth`; the name alone. */
function nameIn(word: string): string | undefined {
  return /^(?:(?:ethereum|eth|mainnet|eip155:1):)?([^\s:]+\.eth)$/iu.exec(word.trim())?.[1];
}

/** The question with addresses for names, pinned to the block at which they were read. */
export async function withoutNames(
  ask: Ask,
  maker: LedgerMaker,
  signal: AbortSignal,
): Promise<{ readonly ask: Ask; readonly ens: readonly EnsName[] }> {
  const { wallets, account = [], given } = ask;
  const words = [...wallets, ...account, ...(given.to === undefined ? [] : [given.to])];
  if (maker.names === undefined || !words.some((word) => nameIn(word) !== undefined)) return { ask, ens: [] };
  const names = await maker.names();
  const { any, byChain } = asOfOf(given.asOf);
  const wanted = [...byChain].find(([chain]) => chainNamed(chain) === ETHEREUM)?.[1] ?? any;
  const block = await (await maker.ledger(ETHEREUM)).head(wanted ?? {}, signal);
  const found = new Map<string, EnsName>();
  for (const word of words) {
    const name = nameIn(word);
    if (name !== undefined) found.set(word, await asked(() => names.addressOf(name, block, signal)));
  }
  const plain = (word: string): string => {
    const address = found.get(word)?.address;
    return address === undefined ? word : `${ETHEREUM}:${address}`;
  };
  // Without it the run would be pinned to a block of its own, some seconds later.
  const asOf =
    wanted === undefined ? [given.asOf, `${ETHEREUM}=${block.height}`].filter(Boolean).join(',') : given.asOf;
  return {
    ask: {
      ...ask,
      wallets: wallets.map(plain),
      ...(ask.account === undefined ? {} : { account: account.map(plain) }),
      given: {
        ...given,
        ...(asOf === undefined ? {} : { asOf }),
        ...(given.to === undefined ? {} : { to: plain(given.to) }),
      },
    },
    ens: [...found.values()],
  };
}

/** An answer with the names that were asked, and with `claims` those that its wallets claim. */
export async function withNames(
  answer: Answer,
  ens: readonly EnsName[],
  claims: { readonly maker: LedgerMaker; readonly signal: AbortSignal } | undefined,
): Promise<Answer> {
  async function named<F extends Named>(findings: F): Promise<F> {
    const own = ens.length === 0 ? findings : { ...findings, ens };
    return claims === undefined ? own : withClaimed(own, claims.maker, claims.signal);
  }
  if (isRun(answer)) return { ...answer, findings: await named(answer.findings) };
  if (isSources(answer)) return { ...answer, sources: await named(answer.sources) };
  const { account } = answer;
  return { ...answer, account: { ...account, sources: await named(account.sources) } };
}

type Named = Pick<Findings, 'names' | 'asOf' | 'ens' | 'ensUnasked'>;

/** More would be a run of its own: each costs up to six questions. */
const MOST = 200;

/**
 * Names that the wallets of a result claim and that lead back to them, in the order in which it names them. Beyond
 * `MOST` wallets nobody is asked, and that is said.
 */
async function withClaimed<F extends Named>(
  findings: F,
  maker: LedgerMaker,
  signal: AbortSignal,
): Promise<F> {
  const block = findings.asOf.find(({ chain }) => chain === ETHEREUM);
  if (block === undefined || maker.names === undefined) return findings;
  const prefix = `${ETHEREUM}/`;
  const all = [...findings.names.keys()]
    .filter((key) => /^0x[0-9a-f]{40}$/.test(key.slice(prefix.length)) && key.startsWith(prefix))
    .map((key) => key.slice(prefix.length) as Address);
  const names = await maker.names();
  const claimed = await asked(() => names.claimedBy(all.slice(0, MOST), block, signal));
  const known = new Set((findings.ens ?? []).map(({ name, address }) => `${name} ${address}`));
  const ens = [
    ...(findings.ens ?? []),
    ...claimed.filter(({ name, address }) => !known.has(`${name} ${address}`)),
  ];
  const unasked = all.length - Math.min(all.length, MOST);
  return {
    ...findings,
    ...(ens.length === 0 ? {} : { ens }),
    ...(unasked === 0 ? {} : { ensUnasked: unasked }),
  };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof KnownError) || error.code !== 'source-failed') throw error;
    throw new KnownError('source-failed', error.message, {
      facts: error.facts,
      hint: 'Names are asked of a node of Ethereum that has the state of the block: --service node.ethereum=URL. Or give the address itself.',
      cause: error,
    });
  }
}
