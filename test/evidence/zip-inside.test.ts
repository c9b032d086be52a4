// A ZIP whose headers agree with each other and not with what is packed: another program would unpack something else, or
// refuse it.
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unzipped } from '../../src/evidence/zip.ts';
import { KnownError } from '../../src/model/errors.ts';

const NAME = 'a.txt';
const [CHECKSUM, PACKED, SIZE] = [14, 18, 22];
const PACKED_AT = 30 + NAME.length;

/** One part, packed as `deflate` or as it is. */
function archiveOf(level: 0 | 9): Buffer {
  return Buffer.from(zipSync({ [NAME]: [Buffer.from('hello '.repeat(100)), { level }] }));
}

/** In the part's own header and in its row of the directory, which has the same fields two bytes further on. */
function said(archive: Buffer, field: number, value: number): Buffer {
  const row = archive.readUInt32LE(archive.length - 6);
  archive.writeUInt32LE(value, field);
  archive.writeUInt32LE(value, row + field + 2);
  return archive;
}

function hidden(archive: Buffer, text: string): Buffer {
  const end = PACKED_AT + archive.readUInt32LE(PACKED);
  const longer = Buffer.concat([archive.subarray(0, end), Buffer.from(text), archive.subarray(end)]);
  longer.writeUInt32LE(archive.readUInt32LE(archive.length - 6) + text.length, longer.length - 6);
  return said(longer, PACKED, archive.readUInt32LE(PACKED) + text.length);
}

test.each([0, 9] as const)('is opened as it was made, packed at level %i', (level) => {
  expect(unzipped(archiveOf(level)).get(NAME)?.length).toBe(600);
});

test.each<[string, (archive: Buffer) => Buffer]>([
  ['another checksum', (archive) => said(archive, CHECKSUM, 1)],
  ['a smaller size', (archive) => said(archive, SIZE, 10)],
  ['a larger size', (archive) => said(archive, SIZE, 601)],
  ['bytes hidden behind the packed ones', (archive) => hidden(archive, 'nobody sees this')],
])('is refused with %s, packed or not', (_, change) => {
  for (const level of [0, 9] as const) {
    let facts: readonly string[] = [];
    try {
      unzipped(change(archiveOf(level)));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      facts = error.facts;
    }
    expect(facts).toEqual(['its part 0 is not what its header says']);
  }
});
