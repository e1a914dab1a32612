import { clip } from '../../../markup/text/clip.ts';
import type { CommentAnswer, FeedAnswer, Page } from '../../shapes.ts';
import { messageStates } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { html, type Html, quoted } from '../../../html.ts';
import { badge, legend, reasonInWords } from '../part/badge.ts';
import { filterBar, isFiltered, pager } from '../part/list.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';
import { destinationsOf } from './feed-settings.ts';

/** Longest title of a post that is shown, in UTF-16 units. */
const TITLE = 120;

type Fate = CommentAnswer['destinations'][number];

/** Draws what became of a comment at one destination, as a link to the message there. */
export function fateOf(fate: Fate, view: View): Html {
  const { name, message, state, reason, until } = fate;
  const details = [
    reason !== null && quoted(reasonInWords(reason)),
    reason !== null && until !== null && ' · ',
    until !== null && timeAgo(until, view),
  ];
  return html`<a class="fate" href="${pathOf(['destinations', name, 'messages', message])}">${badge(state)}</a>
    ${(reason ?? until) !== null && html`<span class="sub">${details}</span>`}`;
}

/** Parts of the page that all rows share. `destinations`: its columns; `isOfSite`: its comments are on several posts. */
type Table = { readonly feed: string; readonly destinations: readonly string[]; readonly isOfSite: boolean };

function row(comment: CommentAnswer, { feed, destinations, isOfSite }: Table, view: View): Html {
  const { id, author, excerpt, published, post } = comment;
  const cells = destinations.map((name) => {
    const fate = comment.destinations.find((one) => one.name === name);
    return html`<td class="of" data-label="${destinations.length === 1 ? 'State' : name}">
      ${fate === undefined ? html`<span class="muted" title="It was never offered there">–</span>` : fateOf(fate, view)}
    </td>`;
  });
  return html`<tr>
    <th scope="row" class="what">
      <a href="${pathOf(['feeds', feed, 'comments', id])}"><bdi>${author ?? 'Somebody'}</bdi></a>
      ${isOfSite && post !== null && html`<span class="muted">on ${quoted(clip(post, TITLE))}</span>`}
      <span class="excerpt">${quoted(excerpt ?? 'The text is not kept any more.')}</span>
    </th>
    <td data-label="Written">${timeAgo(published, view)}</td>
    ${cells}
  </tr>`;
}

/** Says how to have it polled, where the page has a button for that. */
function emptyHint({ viewer }: View, state: FeedAnswer['state']): string {
  if (state === 'paused') return '. It is paused: it is polled when it is resumed.';
  return viewer === 'owner' ? '; “Poll now” does it at once.' : '.';
}

function empty(view: View, state: FeedAnswer['state']): Html {
  if (isFiltered(view))
    return html`<p class="empty">
      No comment fits here. <a href="${view.url.pathname}#comments">Show all of them</a>
    </p>`;
  return html`<div class="empty">
    <p><strong>No comment has come yet.</strong></p>
    <p>
      What was there when the watch began is listed here as “baseline”, once the feed was
      polled${emptyHint(view, state)}
    </p>
  </div>`;
}

/** Draws a feed's comments with what became of each at each destination. */
export function commentSection(view: View, of: FeedAnswer, page: Page<CommentAnswer>): Html {
  const { name: feed, config } = of;
  const named = page.items.flatMap(({ destinations }) => destinations.map(({ name }) => name));
  const destinations = [...new Set([...destinationsOf(config), ...named])];
  const isOfSite = of.posts !== undefined || new Set(page.items.map(({ post }) => post)).size > 1;
  const table = { feed, destinations, isOfSite };
  const columns = destinations.map((name) => html`<th scope="col">${destinations.length === 1 ? 'State' : name}</th>`);
  return html`<section aria-labelledby="comments">
    <div class="section-head">
      <h2 id="comments">Comments</h2>
      ${
        (page.items.length > 0 || isFiltered(view)) &&
        filterBar(view, {
          label: 'Comments',
          placeholder: 'Text, author or post',
          states: messageStates.map((state) => [state, null]),
          anchor: 'comments',
        })
      }
    </div>
    ${
      page.items.length === 0
        ? empty(view, of.state)
        : html`<div class="panel scroll">
            <table class="rows log">
              <thead>
                <tr>
                  <th scope="col">Comment</th>
                  <th scope="col">Written</th>
                  ${columns}
                </tr>
              </thead>
              <tbody>
                ${page.items.map((comment) => row(comment, table, view))}
              </tbody>
            </table>
          </div>`
    }
    ${pager(view, page.next, 'comments')} ${page.items.length > 0 && legend(messageStates)}
  </section>`;
}
