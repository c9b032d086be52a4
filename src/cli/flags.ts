// The flags of `trace` and `trace run`, as data: the help, the parser and docs/cli.md come from this one table.
import { type Command, Option } from 'commander';
import { sourceNames } from '../chains/ledgers.ts';
import { type FormatName, formatNames } from '../report/formats.ts';
import { faultPolicies } from '../trace/claims/claim.ts';
import { conventionNames } from '../trace/conventions/convention.ts';
import { MOST_APART } from '../trace/together.ts';

/** What a flag is for. `result`: changes figures, so a case is then not compared. `source`: where data comes from. `form`: how it is shown. */
export type FlagKind = 'result' | 'source' | 'form';

export interface Flag {
  readonly kind: FlagKind;
  readonly flags: string;
  readonly text: string;
  /** May be given several times; `words` may also be joined by commas. */
  readonly repeat?: 'words' | 'whole';
  readonly choices?: readonly string[];
}

export const flags: readonly Flag[] = [
  {
    kind: 'result',
    flags: '--tx <txid[:n]>',
    repeat: 'words',
    text: 'a payment as seed: exactly this transfer is tainted when it arrives (n: output, or position in the transaction)',
  },
  {
    kind: 'result',
    flags: '--wallets <file>',
    repeat: 'whole',
    text: 'more wallets, one a line, as - reads them from standard input',
  },
  {
    kind: 'result',
    flags: '--wallets-as <way>',
    choices: ['each', 'one'],
    text: `take the wallets each by itself, or all as one source, which says of no wallet alone what became of its money (default: each, above ${MOST_APART} wallets one)`,
  },
  {
    kind: 'result',
    flags: '--backward',
    text: 'where did the money come from: the wallets are one account, and what it received (from --since to --until) is followed to its sources',
  },
  {
    kind: 'result',
    flags: '--to <target>',
    text: 'only what reaches this wallet or named service, with paths and bounds; a wallet ends the trace, whatever it is',
  },
  {
    kind: 'result',
    flags: '--accounts <file>',
    text: 'accounts that end the trace (CSV: address, account, chain): of what each received, how much came from the wallets; see docs/cli.md',
  },
  {
    kind: 'result',
    flags: '--flagged <file>',
    repeat: 'whole',
    text: 'with trace account: wallets that are flagged, a label file; or labels: those labels of the run that say scam, phishing, hack, ransomware, sanctioned, darknet-market (default: labels)',
  },
  {
    kind: 'result',
    flags: '--victims <file>',
    text: 'with trace account: claims of victims, the file of --seeds, whose money is followed to the account',
  },
  {
    kind: 'result',
    flags: '--seeds <file>',
    text: "victims' claims (CSV) as payments: name, and txid, or date, amount and address; see docs/cli.md",
  },
  {
    kind: 'result',
    flags: '--bad-claims <policy>',
    choices: faultPolicies,
    text: 'claims that cannot be used: refuse the whole file, or list them and trace the others (default: refuse)',
  },
  {
    kind: 'result',
    flags: '--chain <name>',
    text: 'chain of seeds whose form leaves it open: a name out of docs/chains.md such as bitcoin, ethereum, base or tron, or a CAIP-2 id (default: bitcoin, ethereum or tron, by form)',
  },
  {
    kind: 'result',
    flags: '--convention <names>',
    text: `accounting rule, first is the headline: ${conventionNames.join(', ')} or all (default: fifo,haircut,poison)`,
  },
  { kind: 'result', flags: '--hops <n>', text: 'explore wallets fewer than n hops away (default: 8)' },
  {
    kind: 'result',
    flags: '--min-value <value>',
    text: 'follow a wallet only if at least this much could be there: a share (0.1%), whole units (250), or with --prices an amount of its currency (100usd) (default: 0.1%)',
  },
  {
    kind: 'result',
    flags: '--since <time>',
    text: 'a wallet seed injects from here on (2022-03-01, 2022-03-01T12:00Z or unix seconds; no zone = UTC)',
  },
  { kind: 'result', flags: '--until <time>', text: 'follow nothing that moves later (a date: than its end)' },
  {
    kind: 'result',
    flags: '--as-of <block>',
    text: 'pin the run to a block height, a time, or bitcoin=700000,ethereum=15000000 (default: the newest final block)',
  },
  {
    kind: 'result',
    flags: '--max-wallets <n>',
    text: 'explore at most n wallets, those with most money first (default: 500)',
  },
  {
    kind: 'result',
    flags: '--hub-limit <n>',
    text: 'do not pull histories with more than n transfers (default: 10000)',
  },
  {
    kind: 'result',
    flags: '--follow <address>',
    repeat: 'words',
    text: 'explore this wallet even if it is a hub, labelled as a service, or below --min-value',
  },
  {
    kind: 'result',
    flags: '--bridge-to <chain>',
    repeat: 'words',
    text: 'also read these chains, and follow there what bridges paid out for what they were given (Circle CCTP, Across, THORChain)',
  },
  {
    kind: 'result',
    flags: '--stop-at <category>',
    repeat: 'words',
    text: 'labels of this category end a trace too (scam, seizure, …)',
  },
  {
    kind: 'result',
    flags: '--asset <asset>',
    repeat: 'words',
    text: 'only this asset: symbol of a genuine asset, contract, or CAIP-19 id',
  },
  {
    kind: 'result',
    flags: '--cross-check',
    text: 'ask a second service of each chain too; where the two differ is a gap with both figures',
  },
  {
    kind: 'result',
    flags: '--include-spam',
    text: 'also follow and draw tokens that pose as others, are links, or tell of payments of what nobody had',
  },
  {
    kind: 'result',
    flags: '--labels <file>',
    repeat: 'whole',
    text: 'more labels: CSV or JSON with chain, address, name, category, source, date, confidence, or another form of docs/labels.md',
  },
  {
    kind: 'result',
    flags: '--book <file>',
    text: 'label book (default: $XDG_DATA_HOME/trace/labels.db or ~/.local/share/trace/labels.db, where it is there; trace run uses none unless it is named)',
  },
  { kind: 'result', flags: '--no-book', text: 'no label book: files given and the built-in pack alone' },
  {
    kind: 'result',
    flags: '--labels-as-of <time>',
    text: 'only labels that their source had published by then (a date: by its end); labels without a date are left out',
  },
  {
    kind: 'result',
    flags: '--deposits <mode>',
    choices: ['on', 'off'],
    text: 'infer deposit addresses of exchanges from their histories, and end a trace at them (default: on)',
  },
  {
    kind: 'result',
    flags: '--deposit-within <seconds>',
    text: 'what arrives at one must go on to the exchange within this time (default: 41760)',
  },
  {
    kind: 'result',
    flags: '--deposit-left <amount>',
    text: 'whole units of the chain’s own coin that may stay at one (default: 0.01; Tron and Polygon 10, Avalanche 0.1, Bitcoin 0.00001); of tokens dust alone may',
  },
  {
    kind: 'result',
    flags: '--deposit-sweeps <n>',
    text: 'transactions that must have swept it to a main wallet (default: 2)',
  },
  {
    kind: 'result',
    flags: '--coinjoin <mode>',
    choices: ['stop', 'follow'],
    text: 'what goes into a transaction of Bitcoin that looks like a CoinJoin: it ends there, a mixer by inference, or is divided like in any other (default: stop)',
  },
  {
    kind: 'result',
    flags: '--flagged-from <time>',
    text: 'also say what each service received from this moment on; `labels`: from the first day on which a label of a seed is known to have been public',
  },
  {
    kind: 'result',
    flags: '--decisions <file>',
    text: "an analyst's decisions (YAML or JSON): follow, stop, same-owner, relabel, exclude, each with author, date, reason",
  },
  {
    kind: 'result',
    flags: '--prices <source>',
    text: 'also say what reached services in a currency, each transfer at the price of its time: defillama, coingecko, coingecko-pro (these with a key), or a CSV file (asset, time, price, currency, source); what has no price stays in its asset',
  },
  {
    kind: 'result',
    flags: '--currency <code>',
    text: 'the currency of --prices (default: USD)',
  },
  {
    kind: 'result',
    flags: '--stablecoins-at-one',
    text: 'take genuine USDT, USDC and DAI as 1 USD, whatever they were worth; the report says so',
  },
  {
    kind: 'result',
    flags: '--paths <n>',
    text: 'keep at most n paths into each endpoint, asset by asset, 0 = none, or all (default: 2000); others are counted with their amount',
  },
  {
    kind: 'result',
    flags: '--ens',
    text: 'also ask which ENS names the Ethereum wallets of the result claim; only those that lead back to them are shown (needs --service node.ethereum=url)',
  },
  {
    kind: 'result',
    flags: '--totals',
    text: 'also ask what each endpoint reached received in all, from anyone, in the window',
  },
  {
    kind: 'source',
    flags: '--ledger <file>',
    text: 'trace a transfer list (CSV or JSON lines), or a warehouse (sqlite:FILE, clickhouse://HOST:PORT/DATABASE), instead of a chain; see docs/chains.md',
  },
  {
    kind: 'source',
    flags: '--live-above',
    text: "with --ledger and a warehouse: ask the chain's services for what is above the last block of the warehouse",
  },
  {
    kind: 'source',
    flags: '--source <name>',
    repeat: 'words',
    choices: sourceNames,
    text: 'who is asked: of EVM chains blockscout, blockscout-rest (the same by its REST API), etherscan, node, first asked first (default: blockscout, then etherscan if it has a key); of Bitcoin esplora, or core, or core,electrum (default: esplora); node and core are nodes of your own, named with --service node.ethereum=url, node.bitcoin=url; electrum is an index of addresses beside core, named with --service electrum=tcp://host:port',
  },
  {
    kind: 'source',
    flags: '--service <name=url>',
    repeat: 'whole',
    text: 'another base URL for a service, such as mempool.space=http://127.0.0.1:3000/api; drops its public rate limit',
  },
  { kind: 'source', flags: '--record <file>', text: 'write every answer used to a tape' },
  {
    kind: 'source',
    flags: '--replay <path>',
    text: 'answer from a tape (file or folder) alone; never asks the network',
  },
  { kind: 'source', flags: '--offline', text: 'answer from what earlier runs stored alone' },
  {
    kind: 'source',
    flags: '--store <folder>',
    text: 'where answers are kept (default: $XDG_CACHE_HOME/trace or ~/.cache/trace)',
  },
  { kind: 'source', flags: '--no-store', text: 'keep nothing' },
  {
    kind: 'source',
    flags: '--concurrency <n>',
    text: 'histories asked for at once (default: 8); never changes the result',
  },
  {
    kind: 'source',
    flags: '--config <file>',
    text: 'base URLs, rates and API keys (default: $XDG_CONFIG_HOME/trace/config.json)',
  },
  {
    kind: 'form',
    flags: '--format <format>',
    choices: formatNames,
    text: 'form of the result (default: text); see docs/cli.md for what each is good for',
  },
  {
    kind: 'form',
    flags: '--sensitivity',
    text: 'in JSON too: whether each service stays reached under tighter limits (a text report always says it)',
  },
  {
    kind: 'form',
    flags: '--flows',
    text: 'in JSON too: every transfer that carries anything, with how much under each convention',
  },
  {
    kind: 'form',
    flags: '--explain-bounds',
    text: 'print, for each service, the transfers and balances that prove its "at least" and "at most"',
  },
  { kind: 'form', flags: '--json', text: 'the same as --format json' },
  { kind: 'form', flags: '-o, --output <file>', text: 'write the result to a file, whole or not at all' },
  {
    kind: 'form',
    flags: '--audit <file>',
    text: 'write the running ledger too: every entry of every account, to be added up by hand; a table if the name ends in .csv',
  },
  {
    kind: 'form',
    flags: '--audit-convention <names>',
    text: 'conventions of --convention to keep the ledger under, or all that add up (default: the first that adds up)',
  },
  {
    kind: 'form',
    flags: '--bundle <file>',
    text: 'also seal answers, labels used, question and result in one file that trace verify can check',
  },
  {
    kind: 'form',
    flags: '--sign <key>',
    text: 'sign the bundle (Ed25519 key in PEM); the signature is FILE.sig, and FILE.minisig',
  },
  {
    kind: 'form',
    flags: '--watch-progress <form>',
    choices: ['json'],
    text: 'tell a script how far the run is: one JSON line for each event on stderr, on a terminal or not',
  },
  { kind: 'form', flags: '--quiet', text: 'no progress and no notes on stderr' },
  { kind: 'form', flags: '--no-color', text: 'no colour (NO_COLOR is honoured too)' },
];

type Collect = (value: string, before: readonly string[] | undefined) => string[];

const collectWords: Collect = (value, before) => [
  ...(before ?? []),
  ...value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
];
/** Names of files and URLs may hold a comma. */
const collectWhole: Collect = (value, before) => [...(before ?? []), value];

/** Of a flag that may be given several times. */
export function collectorOf({ repeat }: Pick<Flag, 'repeat'>): Collect | undefined {
  if (repeat === undefined) return undefined;
  return repeat === 'words' ? collectWords : collectWhole;
}

/** `only`: attribute names of the flags that this command takes; without, all. `table`: flags of another command. */
export function addFlags(
  command: Command,
  only?: ReadonlySet<keyof Given>,
  table: readonly Flag[] = flags,
): Command {
  for (const flag of table) {
    const { flags: text, text: help, repeat, choices } = flag;
    if (only !== undefined && !only.has(keyOf(flag))) continue;
    const option = new Option(text, help);
    if (choices !== undefined && repeat === undefined) option.choices([...choices]);
    const collect = collectorOf(flag);
    if (collect !== undefined) option.argParser(collect);
    command.addOption(option);
  }
  return command;
}

/** Values as commander gives them; undefined = not given. */
export interface Given {
  readonly tx?: readonly string[];
  readonly wallets?: readonly string[];
  readonly walletsAs?: string;
  readonly seeds?: string;
  readonly badClaims?: string;
  readonly backward?: boolean;
  readonly to?: string;
  readonly accounts?: string;
  readonly flagged?: readonly string[];
  readonly victims?: string;
  readonly chain?: string;
  readonly convention?: string;
  readonly hops?: string;
  readonly minValue?: string;
  readonly since?: string;
  readonly until?: string;
  readonly asOf?: string;
  readonly maxWallets?: string;
  readonly hubLimit?: string;
  readonly follow?: readonly string[];
  readonly bridgeTo?: readonly string[];
  readonly stopAt?: readonly string[];
  readonly asset?: readonly string[];
  readonly crossCheck?: boolean;
  readonly includeSpam?: boolean;
  readonly coinjoin?: 'stop' | 'follow';
  readonly labels?: readonly string[];
  readonly book?: string | boolean;
  readonly labelsAsOf?: string;
  readonly deposits?: string;
  readonly depositWithin?: string;
  readonly depositLeft?: string;
  readonly depositSweeps?: string;
  readonly flaggedFrom?: string;
  readonly decisions?: string;
  readonly prices?: string;
  readonly currency?: string;
  readonly stablecoinsAtOne?: boolean;
  readonly paths?: string;
  readonly ens?: boolean;
  readonly totals?: boolean;
  readonly sensitivity?: boolean;
  readonly explainBounds?: boolean;
  readonly ledger?: string;
  readonly liveAbove?: boolean;
  readonly source?: readonly string[];
  readonly service?: readonly string[];
  readonly record?: string;
  readonly replay?: string;
  readonly offline?: boolean;
  readonly store?: string | boolean;
  readonly concurrency?: string;
  readonly config?: string;
  readonly format?: FormatName;
  readonly flows?: boolean;
  readonly json?: boolean;
  readonly output?: string;
  readonly bundle?: string;
  readonly sign?: string;
  readonly audit?: string;
  readonly auditConvention?: string;
  readonly watchProgress?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** `--as-of` → `asOf` */
export function keyOf(flag: Flag): keyof Given {
  return new Option(flag.flags).attributeName() as keyof Given;
}
