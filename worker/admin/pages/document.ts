import { fnv1a } from '../../hash.ts';
import { VERSION } from '../../version.ts';
import { pageResponse } from './answer.ts';
import type { Flash } from './flash.ts';
import { type Child, html, type Html } from '../../html.ts';
import { STYLE } from './style.ts';
import type { View } from './visit.ts';

/** Address of the style sheet; another one when it changes, so that browsers can keep it. */
const STYLE_ADDRESS = `/style.css?v=${fnv1a(STYLE).toString(36)}`;

// An ear's outline, in two strokes. `%23` is `#`.
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%230b72b5' stroke-width='2.6' stroke-linecap='round'><path d='M6 9a6 6 0 0 1 12 0c0 4-4 5-4 9a3 3 0 0 1-6 0'/><path d='M9.5 10a2.5 2.5 0 0 1 5 0c0 2-2 2.5-2 4'/></svg>";

/** Project's pages for who wants to read more. */
export const DOCS = 'https://github.com/earshot-worker/earshot';

/** Facts of one page. */
export type Content = {
  /** Title in the browser's tab; the page's own heading stands in `main`. */
  readonly title: string;
  /** The place in the navigation. */
  readonly place?: '/' | '/add' | '/settings';
  readonly main: Html;
};

const PLACES = [
  ['/', 'Overview'],
  ['/add', 'Add'],
  ['/settings', 'Settings'],
] as const;

function header(view: View, place: Content['place']): Html {
  const links = PLACES.map(
    ([path, label]) => html`<li><a href="${path}" ${path === place && html`aria-current="page"`}>${label}</a></li>`,
  );
  return html`<header class="top">
    <div class="width">
      <a class="brand" href="/"
        ><svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 9a6 6 0 0 1 12 0c0 4-4 5-4 9a3 3 0 0 1-6 0" />
          <path d="M9.5 10a2.5 2.5 0 0 1 5 0c0 2-2 2.5-2 4" /></svg
        >Earshot</a
      >
      ${
        view.viewer !== null &&
        html`<nav aria-label="Main">
          <ul>
            ${links}
          </ul>
        </nav>`
      }
      ${view.viewer === 'reader' && html`<span class="tag">read-only</span>`}
      ${
        view.viewer !== null &&
        html`<form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`
      }
    </div>
  </header>`;
}

/** A message above what it is about, read aloud by screen readers. */
function notice(flash: Flash | null): Child {
  if (flash === null) return null;
  return html`<p class="callout ${flash.kind}" role="${flash.kind === 'good' ? 'status' : 'alert'}">${flash.text}</p>`;
}

/** Draws a whole page around its content. */
function documentOf(view: View, { title, place, main }: Content): Html {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>${title === 'Earshot' ? title : `${title} · Earshot`}</title>
      <link rel="stylesheet" href="${STYLE_ADDRESS}" />
      <link rel="icon" href="${ICON}" />
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      ${header(view, place)}
      <main id="main" class="width" tabindex="-1">${notice(view.flash)} ${main}</main>
      <footer class="width">
        Earshot ${VERSION} · <a href="${DOCS}#readme" rel="noreferrer">Documentation</a>
        ${view.viewer !== null && html`· Times are in ${view.zone}`}
      </footer>
    </body>
  </html>`;
}

/** Answers with a page. */
export function show(view: View, content: Content, status = 200): Response {
  return pageResponse(documentOf(view, content), status);
}
