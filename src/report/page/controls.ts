// What the reader may choose. Hidden until the page's own script runs; without it the page shows the headline and everything.
import { chainName } from '../../model/chain.ts';
import type { ConventionName } from '../../trace/conventions/convention.ts';
import { header } from '../text/style.ts';
import { explorersOf } from './explorers.ts';
import type { PageData } from './page-data.ts';
import { categoryOf } from './selection.ts';
import { type Child, type Tree, tree } from './tree.ts';

function field(id: string, title: string, ...inside: readonly Child[]): Tree {
  return tree('p', { class: 'field' }, tree('label', { for: id }, title), ...inside);
}

function choice(id: string, name: string, options: readonly (readonly [string, string])[]): Tree {
  return tree('select', { id, name }, ...options.map(([value, text]) => tree('option', { value }, text)));
}

export function controlsTree(data: PageData, id: string): Tree {
  const categories = [...new Set(data.places.map(categoryOf))].sort();
  const chains = [...new Set(data.places.map(({ chain }) => chain))].sort();
  const slider = (name: 'since' | 'until', title: string): Tree =>
    field(
      `${id}-${name}`,
      title,
      tree('input', {
        type: 'range',
        id: `${id}-${name}`,
        name,
        min: '0',
        max: '1000',
        value: name === 'since' ? '0' : '1000',
      }),
      tree('output', { for: `${id}-${name}`, name: `${name}-text` }, ''),
    );
  return tree(
    'form',
    { class: 'controls', hidden: true, 'aria-label': `What is shown of ${id}` },
    field(
      `${id}-convention`,
      'Rule (convention)',
      choice(
        `${id}-convention`,
        'convention',
        data.conventions.map((name, index) => [
          String(index),
          `${header(name as ConventionName)}${index === 0 ? ' – headline' : ''}`,
        ]),
      ),
    ),
    field(
      `${id}-asset`,
      'Asset of pictures and list',
      choice(
        `${id}-asset`,
        'asset',
        data.assets.map(({ symbol }, index) => [String(index), symbol]),
      ),
    ),
    field(
      `${id}-least`,
      'Transfers that carry at least',
      tree('input', {
        type: 'text',
        inputmode: 'decimal',
        id: `${id}-least`,
        name: 'least',
        autocomplete: 'off',
        placeholder: '0',
      }),
    ),
    slider('since', 'From'),
    slider('until', 'To'),
    tree(
      'fieldset',
      {},
      tree('legend', {}, 'Receivers'),
      ...categories.map((category, index) =>
        tree(
          'label',
          {},
          tree('input', {
            type: 'checkbox',
            name: 'category',
            value: category,
            checked: true,
            id: `${id}-category-${index}`,
          }),
          ` ${category}`,
        ),
      ),
    ),
    ...chains
      .filter((chain) => explorersOf(chain).length > 0)
      .map((chain, index) =>
        field(
          `${id}-explorer-${index}`,
          `Links of ${chainName(chain as Parameters<typeof chainName>[0])}`,
          tree(
            'select',
            { id: `${id}-explorer-${index}`, name: 'explorer', 'data-chain': chain },
            ...explorersOf(chain).map(({ name }, each) => tree('option', { value: String(each) }, name)),
            tree('option', { value: '' }, 'no links'),
          ),
        ),
      ),
    tree('p', { class: 'field' }, tree('button', { type: 'reset' }, 'Show everything')),
    tree('p', { class: 'state', role: 'status', 'aria-live': 'polite' }, ''),
  );
}
