import { type Child, html, type Html } from '../../../html.ts';
import type { View } from '../visit.ts';

/** The page's own address with other values in its query; what says where one is in the list, and what was done, goes. */
export function sameList(url: URL, changes: Readonly<Record<string, string | null>> = {}): string {
  const query = new URLSearchParams(url.searchParams);
  for (const name of ['after', 'done', 'n', 'm']) query.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  return query.size === 0 ? url.pathname : `${url.pathname}?${query.toString()}`;
}

/** Search and filters of a list. `states`: with the number of each, where that is known. */
export type Filters = {
  readonly label: string;
  readonly placeholder: string;
  readonly states: readonly (readonly [state: string, count: number | null])[];
  /** Other fields, as form controls with labels. */
  readonly more?: Child;
  /** Place on the page to come back to. */
  readonly anchor: string;
};

/** Form that searches a list: it works by GET, so that what was found has an address. */
export function filterBar({ url }: View, { label, placeholder, states, more, anchor }: Filters): Html {
  const [q, state] = [url.searchParams.get('q') ?? '', url.searchParams.get('state') ?? ''];
  const options = states.map(
    ([one, count]) =>
      html`<option value="${one}" ${one === state && html`selected`}>${one}${count !== null && ` (${count})`}</option>`,
  );
  return html`<form class="filters" role="search" aria-label="${label}" action="${url.pathname}#${anchor}">
    <input type="search" name="q" value="${q}" placeholder="${placeholder}" aria-label="${placeholder}" />
    <select name="state" aria-label="State">
      <option value="">any state</option>
      ${options}
    </select>
    ${more}
    <button>Filter</button>
    ${(q !== '' || state !== '') && html`<a href="${url.pathname}#${anchor}">Clear</a>`}
  </form>`;
}

/** True if the page shows a part of the list alone, so that an empty one says nothing about the whole. */
export function isFiltered({ url }: View): boolean {
  return ['q', 'state', 'feed', 'after'].some((name) => (url.searchParams.get(name) ?? '') !== '');
}

/** Links to the first and the next page of a list, where there are. */
export function pager({ url }: View, next: string | null, anchor: string): Child {
  const isFirst = !url.searchParams.has('after');
  if (isFirst && next === null) return null;
  return html`<nav class="pager" aria-label="Pages of the list">
    ${isFirst ? html`<span></span>` : html`<a href="${sameList(url)}#${anchor}">← First page</a>`}
    ${next !== null && html`<a href="${sameList(url, { after: next })}#${anchor}" rel="next">Next page →</a>`}
  </nav>`;
}
