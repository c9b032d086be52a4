// Which of several labels of one address goes first, and when two sources disagree about who it is. The rule in words is
// in docs/labels.md; `trace labels why` prints it with every row.
import { type Label, type Tier, tiers } from '../model/label.ts';

/** A label whose tier nobody states stands behind an explorer's tag and before what was inferred. */
export const tierOrder: readonly (Tier | undefined)[] = [
  ...tiers.filter((tier) => tier !== 'inferred'),
  undefined,
  'inferred',
];

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Greater first, absent last. */
function byNumber(a: number | undefined, b: number | undefined): number {
  return a === b ? 0 : (b ?? Number.NEGATIVE_INFINITY) - (a ?? Number.NEGATIVE_INFINITY);
}

/** Tier, newest date, highest confidence, then plain text. 0 only for labels that say the same in every field. */
export function byRank(a: Label, b: Label): number {
  return (
    tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier) ||
    byNumber(a.date, b.date) ||
    byNumber(a.confidence, b.confidence) ||
    byText(a.source, b.source) ||
    byText(a.entity, b.entity) ||
    byText(a.category, b.category) ||
    byText(a.pack, b.pack) ||
    byText(a.role ?? '', b.role ?? '') ||
    byText(a.url ?? '', b.url ?? '') ||
    byNumber(a.validFrom, b.validFrom) ||
    byNumber(a.validTo, b.validTo) ||
    byText(a.actor ?? '', b.actor ?? '') ||
    Number(a.clusterDefiner ?? false) - Number(b.clusterDefiner ?? false)
  );
}

/** Words of a name that say what a wallet is and not whose. */
const KINDS =
  /\b(?:wallets?|hot|cold|warm|reserves?|deposits?|deposit address|exchange|official|main|funder|user|old|new|contract|multisig)\b/g;

/** Names that one owner has had. */
const renamed: Readonly<Record<string, string>> = {
  huobi: 'htx',
  huobiglobal: 'htx',
  okex: 'okx',
  gateio: 'gate',
};

/** What two names of one owner have in common: `Binance 14`, `Binance: Hot Wallet` and `binance.com` give `binance`. */
export function ownerKey({ actor, entity }: Pick<Label, 'actor' | 'entity'>): string {
  const name = (actor ?? entity).normalize('NFKC').toLowerCase();
  const head = name.split(/[:(,|]/)[0]?.trim() || name;
  const plain = head
    .replace(/[_-]+/g, ' ')
    .replace(KINDS, ' ')
    .replace(/\.(?:com|io|net|org|co|exchange|us)\b/g, '')
    .replace(/[\s#]*\d+\s*$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^(.{3,})(?:com|io)$/, '$1');
  const key = plain === '' ? name : plain;
  return Object.hasOwn(renamed, key) ? (renamed[key] as string) : key;
}

/** Longer names are left as they are. */
const LONGEST_NAME = 200;

/** The owner’s name out of that of a wallet, to be shown: `Binance 14` and `Binance: Hot Wallet` give `Binance`. */
export function ownerName(entity: string): string {
  if (entity.length > LONGEST_NAME) return entity;
  const [head = ''] = entity.split(/:\s/);
  const plain = head.replace(
    /(?:[\s_-]+(?:hot|cold|warm|main|reserves?|deposits?|wallets?|#?\d+))+\s*$/i,
    '',
  );
  return plain.trim() === '' ? entity : plain.trim();
}
/** What this program calls an address of a list that names no owner (reading/known-files.ts): no other owner than one named. */
const unnamed: ReadonlySet<string> = new Set(['ofacsdn', 'scamsnifferblacklist']);

/**
 * One label for a place, from labels that stand in order: the first, or the first that `counts`, and where others of its
 * tier name somebody else, "A or B" for its name. undefined: there is none.
 */
export function asOne(
  labels: readonly Label[],
  counts: (label: Label) => boolean = () => true,
): Label | undefined {
  const first = labels.find(counts);
  if (first === undefined) return undefined;
  const names = new Map([[ownerKey(first), first.entity]]);
  for (const label of labels) {
    const key = ownerKey(label);
    if (label.tier === first.tier && !names.has(key) && !unnamed.has(key)) names.set(key, label.entity);
  }
  return names.size === 1 ? first : { ...first, entity: [...names.values()].join(' or ') };
}
