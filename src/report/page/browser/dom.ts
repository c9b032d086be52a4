// Trees of the page as elements of the document. Text stays text: nothing is parsed.
import type { Child } from '../tree.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function node(child: Child, inside: string | undefined = undefined): Node {
  if (typeof child === 'string') return document.createTextNode(child);
  const space = child.name === 'svg' ? SVG : inside;
  const element =
    space === undefined ? document.createElement(child.name) : document.createElementNS(space, child.name);
  for (const [name, value] of Object.entries(child.attributes))
    if (value !== undefined) element.setAttribute(name, value === true ? '' : value);
  element.append(...child.children.map((each) => node(each, space)));
  return element;
}

export function fill(element: Element, children: readonly Child[]): void {
  element.replaceChildren(...children.map((child) => node(child)));
}

/** One that the file has for certain. */
export function part<T extends Element>(within: ParentNode, selector: string): T {
  const found = within.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
