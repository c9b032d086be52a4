// One run of the page in motion: what the reader chooses decides which texts of the tables are shown, and what pictures and the
// list of transfers are made of. Every amount is a text or a whole number of base units; none becomes a floating one.
import { parseUnits } from '../../../model/asset.ts';
import { timeText } from '../../amounts.ts';
import { addressLink, explorersOf, txLink } from '../explorers.ts';
import { shortName } from '../names.ts';
import type { PageData } from '../page-data.ts';
import { sankeyTree } from '../sankey.ts';
import { everything, type Filter, type Flowing, selected } from '../selection.ts';
import { ROWS, transferRow } from '../transfer-rows.ts';
import { fill, node, part } from './dom.ts';
import { type GraphView, graphView } from './graph-view.ts';
import { placeTrees, searching } from './place-panel.ts';

/** More rows than this are not put on paper: the list says which it shows. */
const PRINTED = 2000;

export function runView(article: HTMLElement, data: PageData): void {
  const form = part<HTMLFormElement>(article, 'form.controls');
  const whole = everything(data);
  let filter: Filter = whole;
  let flowing: readonly Flowing[] = selected(data, filter);
  let place: number | undefined;
  let page = 0;
  let graph: GraphView | undefined;

  const control = <T extends HTMLElement>(name: string): T => part<T>(form, `[name="${name}"]`);
  const convention = control<HTMLSelectElement>('convention');
  const asset = control<HTMLSelectElement>('asset');
  const least = control<HTMLInputElement>('least');
  const since = control<HTMLInputElement>('since');
  const until = control<HTMLInputElement>('until');

  function read(): Filter {
    const decimals = data.assets[Number(asset.value)]?.decimals ?? 0;
    const typed = least.value.trim().replaceAll(',', '');
    const units = typed === '' ? 0n : parseUnits(typed, decimals);
    least.toggleAttribute('aria-invalid', false);
    if (units === undefined || units < 0n) least.setAttribute('aria-invalid', 'true');
    const span = whole.to - whole.from;
    const at = (slider: HTMLInputElement): number =>
      whole.from + Math.round((span * Number(slider.value)) / Number(slider.max));
    const without = [...form.querySelectorAll<HTMLInputElement>('[name="category"]')]
      .filter(({ checked }) => !checked)
      .map(({ value }) => value);
    return {
      convention: Number(convention.value),
      asset: Number(asset.value),
      least: units === undefined || units < 0n ? 0n : units,
      from: at(since),
      to: at(until),
      without: new Set(without),
    };
  }

  function update(): void {
    filter = read();
    flowing = selected(data, filter);
    page = 0;
    showTimes();
    showTexts();
    showPictures();
    showTransfers();
    part(form, '.state').textContent = stateText();
  }

  function showTimes(): void {
    for (const [slider, time] of [
      [since, filter.from],
      [until, filter.to],
    ] as const) {
      const text = Number.isFinite(time) ? timeText(time) : '';
      part(form, `[name="${slider.name}-text"]`).textContent = text;
      slider.setAttribute('aria-valuetext', text);
    }
  }

  /** Tables of figures: the texts of the rule chosen, the rows of the categories chosen. */
  function showTexts(): void {
    for (const cell of article.querySelectorAll<HTMLElement>('[data-texts]')) {
      const texts = JSON.parse(cell.dataset.texts ?? '[]') as string[];
      cell.textContent = texts[filter.convention] ?? '';
    }
    let hidden = 0;
    for (const row of article.querySelectorAll<HTMLElement>('tr[data-category]')) {
      row.hidden = filter.without.has(row.dataset.category ?? '');
      if (row.hidden) hidden += 1;
    }
    for (const note of article.querySelectorAll<HTMLElement>('.hidden-rows')) {
      note.hidden = hidden === 0;
      note.textContent = `${hidden} row${hidden === 1 ? '' : 's'} of these tables ${hidden === 1 ? 'is' : 'are'} hidden by the filter of categories; the sums are over all.`;
    }
    const isPoison = data.conventions[filter.convention] === 'poison';
    for (const note of article.querySelectorAll<HTMLElement>('.poison')) note.hidden = !isPoison;
  }

  function showPictures(): void {
    const drawing = article.querySelector('.sankey-place');
    if (drawing !== null) fill(drawing, sankeyTree(data, flowing, filter.asset, `${article.id}-sankey`));
    graph?.show(flowing.filter(({ carried }) => carried > 0n));
    if (place !== undefined) graph?.focus(place);
  }

  function listed(): readonly Flowing[] {
    return place === undefined
      ? flowing
      : flowing.filter(({ transfer }) => transfer[2] === place || transfer[3] === place);
  }

  function showTransfers(all = false): void {
    const table = article.querySelector('.transfers-table tbody');
    if (table === null) return;
    const rows = listed();
    const begin = all ? 0 : page * ROWS;
    const shown = rows.slice(begin, all ? rows.length : begin + ROWS);
    table.replaceChildren(...shown.map((row) => node(transferRow(data, row))));
    link(table);
    const sum =
      shown.length === 0
        ? 'No transfers'
        : `Transfers ${begin + 1} to ${begin + shown.length} of ${rows.length}`;
    part(article, '.count').textContent =
      `${sum} of ${data.assets[filter.asset]?.symbol ?? ''}, under ${data.conventions[filter.convention] ?? ''}${place === undefined ? '' : `, at ${shortName(data.places[place] as PageData['places'][number], 40)}`}.`;
    part<HTMLButtonElement>(article, '[name="before"]').disabled = page === 0;
    part<HTMLButtonElement>(article, '[name="next"]').disabled = begin + shown.length >= rows.length;
  }

  function stateText(): string {
    const left = data.transfers.length - flowing.length;
    const unread = least.hasAttribute('aria-invalid')
      ? ' The least amount is no amount of this asset, and is not used.'
      : '';
    const tables =
      'Filters of time and amount act on pictures and transfers; the tables of figures are of the whole run.';
    return `${flowing.length} of ${data.transfers.length} transfers${left === 0 ? '' : `, ${left} filtered out or of another asset`}.${unread} ${tables}`;
  }

  function choose(next: number | undefined): void {
    place = next;
    page = 0;
    const panel = part<HTMLElement>(article, '.chosen');
    panel.hidden = next === undefined;
    if (next !== undefined) {
      fill(panel, placeTrees(data, flowing, next, filter.asset));
      link(panel);
      panel.querySelector('button')?.addEventListener('click', () => choose(undefined));
      graph?.focus(next);
      panel.focus({ preventScroll: true });
    }
    showTransfers();
  }

  /** Links lead to the explorer that is chosen for their chain, or nowhere. */
  function link(within: ParentNode): void {
    for (const select of form.querySelectorAll<HTMLSelectElement>('[name="explorer"]')) {
      const chain = select.dataset.chain ?? '';
      const explorer = select.value === '' ? undefined : explorersOf(chain)[Number(select.value)];
      for (const anchor of within.querySelectorAll<HTMLAnchorElement>('a[data-chain]')) {
        if (anchor.dataset.chain !== chain) continue;
        const { tx, address } = anchor.dataset;
        const href = tx === undefined ? addressLink(explorer, address ?? '') : txLink(explorer, tx);
        if (href === undefined) anchor.removeAttribute('href');
        else anchor.setAttribute('href', href);
      }
    }
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  let waiting: number | undefined;
  form.addEventListener('input', (event) => {
    if ((event.target as HTMLElement).getAttribute('name') === 'explorer') return link(article);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(update, 60);
  });
  form.addEventListener('reset', () => {
    window.setTimeout(() => {
      place = undefined;
      part<HTMLElement>(article, '.chosen').hidden = true;
      update();
      link(article);
    });
  });
  article.querySelector('.sankey-place')?.addEventListener('click', (event) => {
    const box = (event.target as Element).closest('[data-place]');
    if (box !== null) choose(Number(box.getAttribute('data-place')));
  });
  for (const [name, step] of [
    ['before', -1],
    ['next', 1],
  ] as const)
    article.querySelector(`[name="${name}"]`)?.addEventListener('click', () => {
      page += step;
      showTransfers();
    });
  window.addEventListener('beforeprint', () => showTransfers(listed().length <= PRINTED));
  window.addEventListener('afterprint', () => showTransfers());

  const box = article.querySelector<HTMLElement>('.graph');
  if (box !== null) {
    box.hidden = false;
    searching(box, data, choose);
    for (const how of ['closer', 'farther', 'whole'] as const)
      part(box, `[name="${how}"]`).addEventListener('click', () => graph?.move(how));
    const canvas = part<HTMLElement>(box, '.canvas');
    new IntersectionObserver((seen, observer) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      try {
        graph = graphView(canvas, data, choose);
        graph.show(flowing.filter(({ carried }) => carried > 0n));
        canvas.dataset.drawn = '';
      } catch {
        canvas.textContent =
          'This browser cannot draw the graph (no WebGL). The flow above and the list of transfers say the same.';
      }
    }).observe(canvas);
  }
  form.hidden = false;
  for (const pager of article.querySelectorAll<HTMLElement>('.pager')) pager.hidden = false;
  filter = read();
  part(form, '.state').textContent = stateText();
  showTimes();
  if (data.transfers.length > 0) showTransfers();
}
