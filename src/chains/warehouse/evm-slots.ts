// Which movement of a transaction of an EVM chain a slot is: the same number at every import, whichever file tells it.

/** In the low two bits; above them a running number, or that of the event. */
const KINDS = { fee: 0, value: 1, call: 2, event: 3 } as const;
export type EvmMove = keyof typeof KINDS;

export function slotOf(kind: EvmMove, number: number): number {
  return number * 4 + KINDS[kind];
}

const names = Object.keys(KINDS) as readonly EvmMove[];

export function readSlot(slot: number): { readonly kind: EvmMove; readonly number: number } {
  return { kind: names[slot % 4] as EvmMove, number: Math.floor(slot / 4) };
}
