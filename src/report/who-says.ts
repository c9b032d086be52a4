// Who says what an address is, with the link to where: in a line of text, and in JSON.
import type { Label } from '../model/label.ts';
import { clipped, forTerminal } from './escape.ts';
import type { LabelJson } from './label-schema.ts';

/** Longer than a link has to be. */
const LONGEST = 400;

/** For a line of text. A link that the source already names is not said twice. */
export function whoSays({ source, url }: Pick<Label, 'source' | 'url'>): string {
  const text = url === undefined || source.includes(url) ? source : `${source} (${url})`;
  return clipped(forTerminal(text), LONGEST);
}

export function whoSaysJson({
  source,
  url,
  tier,
}: Pick<Label, 'source' | 'url' | 'tier'>): Pick<LabelJson, 'source' | 'url' | 'tier'> {
  return { source, ...(url === undefined ? {} : { url }), ...(tier === undefined ? {} : { tier }) };
}

export function labelJson(label: Label): LabelJson {
  const { entity, category, role, date, validFrom, validTo, confidence, actor, clusterDefiner, pack } = label;
  return {
    entity,
    category,
    ...(role === undefined ? {} : { role }),
    ...whoSaysJson(label),
    ...(date === undefined ? {} : { date }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(actor === undefined ? {} : { actor }),
    ...(clusterDefiner === undefined ? {} : { clusterDefiner }),
    pack,
  };
}
