import { type Child, html, type Html } from '../../../html.ts';

/** Names and values, side by side; `isSplit`: in two columns where there is room. Those without a value are left out. */
export function factList(facts: readonly (readonly [name: string, value: Child])[], isSplit = false): Html {
  const rows = facts
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    );
  return html`<dl class="facts ${isSplit && 'split'}">${rows}</dl>`;
}

/** Path back to the overview, above a page's heading. */
export function trail(steps: readonly (readonly [path: string, label: string])[]): Html {
  const links = [['/', 'Overview'] as const, ...steps].map(
    ([path, label]) => html`<li><a href="${path}">${label}</a></li>`,
  );
  return html`<nav class="trail" aria-label="Where you are">
    <ol>
      ${links}
    </ol>
  </nav>`;
}

/** JSON as people read it; text as it is. */
export function pretty(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** A pane of code or data: it scrolls by itself, also by the keyboard. */
export function codePane(label: string, text: string): Html {
  return html`<pre class="code" tabindex="0" role="group" aria-label="${label}">${text}</pre>`;
}
