// As much of protobuf as Tron's blocks and transactions need: fields by number, in their order. No schema.

export type Field = { readonly number: number; readonly value: bigint | Uint8Array };

/** undefined where the bytes are no message. */
export function fieldsIn(bytes: Uint8Array): readonly Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  function varint(): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  }
  while (at < bytes.length) {
    const tag = varint();
    if (tag === undefined) return undefined;
    const number = Number(tag >> 3n);
    const wire = tag & 7n;
    const length = wire === 1n ? 8n : wire === 5n ? 4n : varint();
    if (length === undefined) return undefined;
    if (wire === 0n) {
      fields.push({ number, value: length });
      continue;
    }
    if ((wire !== 1n && wire !== 2n && wire !== 5n) || BigInt(bytes.length - at) < length) return undefined;
    fields.push({ number, value: bytes.subarray(at, at + Number(length)) });
    at += Number(length);
  }
  return fields;
}

/** The last of its kind, as protobuf reads a field that does not repeat; empty where there is none. */
export function bytesAt(fields: readonly Field[], number: number): Uint8Array {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value instanceof Uint8Array ? value : new Uint8Array();
}

export function numberAt(fields: readonly Field[], number: number): bigint {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? value : 0n;
}

/** A message of these fields, in this order. */
export function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(({ number, value }) => {
      if (typeof value === 'bigint') return Buffer.concat([varintOf(BigInt(number) << 3n), varintOf(value)]);
      const head = [varintOf((BigInt(number) << 3n) | 2n), varintOf(BigInt(value.length))];
      return Buffer.concat([...head, value]);
    }),
  );
}

function varintOf(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left > 0n ? low | 0x80 : low);
  } while (left > 0n);
  return Buffer.from(bytes);
}
