// One place at a time: found by name or address, and what came in and went out of it.
import { addressTree } from '../cells.ts';
import { shortName, unitsText } from '../names.ts';
import type { PageData } from '../page-data.ts';
import type { Flowing } from '../selection.ts';
import { type Child, tree } from '../tree.ts';
import { fill, part } from './dom.ts';

/** At most twenty at a time; how many more fit is said. */
export function searching(box: HTMLElement, data: PageData, choose: (place: number) => void): void {
  const found = part(box, '.found');
  part<HTMLInputElement>(box, '[name="search"]').addEventListener('input', (event) => {
    const wanted = (event.target as HTMLInputElement).value.trim().toLowerCase();
    const hits =
      wanted.length < 2
        ? []
        : data.places.flatMap((info, index) =>
            `${info.name}\n${info.address}`.toLowerCase().includes(wanted) ? [index] : [],
          );
    const items: Child[] = hits.slice(0, 20).map((index) => {
      const info = data.places[index] as PageData['places'][number];
      const text = info.name === info.address ? info.address : `${shortName(info, 40)} ${info.address}`;
      return tree('li', {}, tree('button', { type: 'button', 'data-place': String(index) }, text));
    });
    const more = hits.length - 20;
    fill(found, more > 0 ? [...items, tree('li', {}, `and ${more} more`)] : items);
  });
  found.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('[data-place]');
    if (button !== null) choose(Number(button.getAttribute('data-place')));
  });
}

export function placeTrees(
  data: PageData,
  flowing: readonly Flowing[],
  index: number,
  asset: number,
): Child[] {
  const info = data.places[index] as PageData['places'][number];
  let [inwards, outwards, count] = [0n, 0n, 0];
  for (const { transfer, carried } of flowing) {
    if (transfer[2] === index) outwards += carried;
    if (transfer[3] === index) inwards += carried;
    if (transfer[2] === index || transfer[3] === index) count += 1;
  }
  return [
    tree('strong', {}, tree('bdi', {}, shortName(info, 80))),
    ...(info.category === '' ? [] : [' ', tree('span', { class: 'category' }, info.category)]),
    ...(info.address === '' ? [] : [tree('br', {}), addressTree(info.chain, info.address)]),
    ...(info.reason === '' ? [] : [tree('br', {}), `Not followed: ${info.reason}`]),
    tree('br', {}),
    `Of what is chosen above ${unitsText(data.assets[asset], inwards)} came in and ${unitsText(data.assets[asset], outwards)} went out, in ${count} transfers; they are listed below. `,
    tree('button', { type: 'button' }, 'All places again'),
  ];
}
