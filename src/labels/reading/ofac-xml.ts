// OFAC's list of Specially Designated Nationals: sdn.xml and sdn_advanced.xml, streamed. Of each entry only the name, the
// addresses ("Digital Currency Address - XBT") and, where the file tells it, the day of listing. No document type is
// accepted, so no entity can be defined, let alone expanded.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { LabelColumnName } from '../columns.ts';
import { TextFault } from './fault.ts';
import { type Bytes, MOST_CHARACTERS, textOf } from './lines.ts';
import type { RawRow } from './row-labels.ts';

const KIND = /^Digital Currency Address - (\S+)$/;
/** Addresses of one file: the advanced form tells dates at its end, so that all are held until then. */
const MOST_ADDRESSES = 200_000;

interface Found {
  readonly line: number;
  readonly chain: string;
  readonly address: string;
  readonly name: string;
  readonly profile: string | undefined;
}

/** Throws TextFault, also where the file ends before it is whole. */
export function ofacRows(bytes: Bytes): RawRow[] {
  const reading = newReading();
  let sinceTag = 0;
  for (const text of textOf(bytes)) {
    // The parser holds what stands between two tags: that must not be a gigabyte.
    const tag = text.lastIndexOf('<');
    sinceTag = tag < 0 ? sinceTag + text.length : text.length - tag;
    if (sinceTag > MOST_CHARACTERS)
      throw new TextFault(`more than ${MOST_CHARACTERS} characters stand between two of its tags`);
    reading.write(text);
  }
  return reading.end();
}

function newReading() {
  const parser = new SaxesParser({});
  const path: string[] = [];
  const kinds = new Map<string, string>();
  const found: Found[] = [];
  const listed = new Map<string, string>();
  let published: string | undefined;
  let root: 'sdn' | 'advanced' | undefined;
  let text = '';
  let entry = newEntry();
  let feature: { type: string; line: number } | undefined;
  let sanction: string | undefined;
  let day: string[] = [];
  let alias: 'primary' | 'other' = 'other';

  function take(line: number, chain: string, address: string, profile?: string): void {
    if (found.length >= MOST_ADDRESSES) throw new TextFault(`it lists more than ${MOST_ADDRESSES} addresses`);
    entry.addresses.push({ line, chain, address: address.trim(), profile });
  }
  function closeEntry(): void {
    const name = entry.names.join(' ').replace(/\s+/g, ' ').trim();
    for (const address of entry.addresses) found.push({ ...address, name });
    entry = newEntry();
  }

  parser.on('doctype', () => {
    throw new TextFault('it declares a document type, which no such list does');
  });
  parser.on('error', (error) => {
    throw new TextFault(`line ${parser.line}: it is no whole XML`, { cause: error });
  });
  parser.on('text', (more) => {
    text = more;
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const name = local(tag.name);
    if (path.length === 0) {
      root = name === 'sdnList' ? 'sdn' : name === 'Sanctions' ? 'advanced' : undefined;
      if (root === undefined) throw new TextFault('its XML is no OFAC list (sdnList or Sanctions)');
    }
    path.push(name);
    if (path.length > 60) throw new TextFault('its XML is nested too deep');
    text = '';
    const attribute = (key: string): string => String(tag.attributes[key] ?? '');
    if (name === 'DistinctParty') entry.profile = attribute('FixedRef') || undefined;
    if (name === 'Profile') entry.profile = attribute('ID') || entry.profile;
    if (name === 'Feature') feature = { type: attribute('FeatureTypeID'), line: parser.line };
    if (name === 'FeatureType') entry.kind = attribute('ID');
    if (name === 'Alias') alias = attribute('Primary') === 'true' ? 'primary' : 'other';
    if (name === 'SanctionsEntry') sanction = attribute('ProfileID');
    if (name === 'Date' || name === 'DateOfIssue') day = [];
  });
  parser.on('closetag', (tag: SaxesTagPlain) => {
    const name = local(tag.name);
    const parent = path.at(-2);
    path.pop();
    const own = text;
    text = '';
    if (root === 'sdn') {
      if (name === 'Publish_Date') published = american(own);
      if (parent === 'sdnEntry' && (name === 'firstName' || name === 'lastName')) entry.names.push(own);
      if (parent === 'id' && name === 'idType') entry.kind = own.trim();
      if (parent === 'id' && name === 'idNumber') {
        const kind = KIND.exec(entry.kind)?.[1];
        if (kind !== undefined) take(parser.line, kind, own);
      }
      if (name === 'sdnEntry') closeEntry();
      return;
    }
    if (name === 'FeatureType') {
      const kind = KIND.exec(own.trim())?.[1];
      if (kind !== undefined) kinds.set(entry.kind, kind);
    }
    if (name === 'NamePartValue' && alias === 'primary') entry.names.push(own);
    if (name === 'VersionDetail' && feature !== undefined) {
      const kind = kinds.get(feature.type);
      if (kind !== undefined) take(feature.line, kind, own, entry.profile);
    }
    if (name === 'Feature') feature = undefined;
    if (name === 'DistinctParty') closeEntry();
    if (name === 'Year' || name === 'Month' || name === 'Day') day.push(own.trim().padStart(2, '0'));
    if (name === 'DateOfIssue') published = day.join('-');
    if (name === 'Date' && parent === 'EntryEvent' && sanction !== undefined) {
      const before = listed.get(sanction);
      const date = day.join('-');
      if (before === undefined || date < before) listed.set(sanction, date);
    }
  });

  return {
    write: (more: string) => void parser.write(more),
    end(): RawRow[] {
      parser.close();
      if (path.length > 0 || root === undefined) throw new TextFault('its XML ends before it is whole');
      return found.map((row) => ({
        line: row.line,
        cells: cellsOf(row, listed.get(row.profile ?? '') ?? published),
        categories: ['sanctioned'],
      }));
    },
  };
}

interface Entry {
  names: string[];
  addresses: Omit<Found, 'name'>[];
  kind: string;
  profile: string | undefined;
}

function newEntry(): Entry {
  return { names: [], addresses: [], kind: '', profile: undefined };
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `11/21/2025` */
function american(text: string): string | undefined {
  const match = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text.trim());
  return match === null ? undefined : `${match[3]}-${match[1]}-${match[2]}`;
}

function cellsOf({ chain, address, name }: Found, date: string | undefined): Map<LabelColumnName, string> {
  return new Map([
    ['chain', chain],
    ['address', address],
    ['entity', name === '' ? 'OFAC SDN' : name],
    ['source', 'OFAC SDN'],
    ['url', 'https://sanctionslist.ofac.treas.gov/'],
    ['tier', 'official'],
    ...(date === undefined ? [] : [['date', date] as const]),
  ]);
}
