/*! Contains sigma, graphology and events (MIT), d3-sankey, d3-array, d3-shape and d3-path (BSD-3-Clause), each with the licence of its npm package. */
// The script of the page. Without it the page is complete in its tables; with it the reader can choose.
import type { PageData } from '../page-data.ts';
import { part } from './dom.ts';
import { runView } from './run-view.ts';

for (const article of document.querySelectorAll<HTMLElement>('article[data-run]')) {
  const text = part(document, `#${article.id}-data`).textContent;
  runView(article, JSON.parse(text ?? '') as PageData);
}
document.documentElement.dataset.ready = '';
performance.mark('trace-ready');
