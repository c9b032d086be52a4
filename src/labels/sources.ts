// Public sources that `trace labels update` may fetch without being told where. Not those whose address changes with each
// edition, such as OKX's proof of reserves, nor those that publish no file: these are configured by the user.
import type { Defaults } from './reading/row-labels.ts';

export interface LabelSource {
  readonly name: string;
  readonly url: string;
  readonly licence?: string | undefined;
  readonly defaults?: Defaults;
}

export const labelSources: readonly LabelSource[] = [
  {
    name: 'ofac-sdn',
    // The plain form: the advanced one, which dates each listing, is larger than an answer may be.
    url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML',
    licence: 'work of the United States government, public domain',
  },
];
