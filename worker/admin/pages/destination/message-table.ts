import { type MessageAnswer, messageStates, type Page } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { type Child, html, type Html, quoted } from '../../../html.ts';
import { badge, legend, reasonInWords } from '../part/badge.ts';
import { hidden } from '../part/form.ts';
import { filterBar, isFiltered, pager, sameList } from '../part/list.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['comment.created', 'Comment'],
  ['comment.updated', 'Edited comment'],
  ['feed.watching', 'A feed is watched'],
  ['feed.gap', 'Comments may be missing'],
  ['feed.imported', 'Many old comments came at once'],
  ['feed.failing', 'A feed fails'],
  ['feed.recovered', 'A feed has recovered'],
  ['destination.failing', 'A destination fails'],
  ['destination.recovered', 'A destination has recovered'],
  ['config.invalid', 'A setting is not valid'],
  ['destination.test', 'Test'],
]);

/** A message's type in words. */
export function typeInWords(type: string): string {
  return TYPES.get(type) ?? type;
}

/** True if a message is about a comment. */
function isAboutComment(type: string): boolean {
  return type.startsWith('comment.');
}

function subject(destination: string, { id, type, summary, feed }: MessageAnswer): Html {
  const path = pathOf(['destinations', destination, 'messages', id]);
  const label =
    summary === null || !isAboutComment(type)
      ? typeInWords(type)
      : html`<bdi>${summary.author ?? 'Somebody'}</bdi>${type === 'comment.updated' && ' (edited)'}`;
  const excerpt =
    summary === null
      ? isAboutComment(type) && 'The text is not kept any more.'
      : html`${summary.post !== null && html`<span class="on">${quoted(summary.post)}</span> `}${quoted(summary.excerpt)}`;
  return html`<a href="${path}">${label}</a>
    ${feed !== null && html`<a class="feed" href="${pathOf(['feeds', feed])}">${feed}</a>`}
    <span class="excerpt">${excerpt}</span>`;
}

function attempts({ attempts: count, answer, tried }: MessageAnswer, view: View): Html {
  if (count === 0) return html`<span class="muted">none</span>`;
  const status = answer === null ? null : (answer.status ?? 'no answer');
  return html`${count}${status !== null && html` · <span class="status">${status}</span>`}
    <span class="sub">${timeAgo(tried, view)}</span>`;
}

function row(destination: string, message: MessageAnswer, view: View): Html {
  const { id, state, reason, rule, accepted, next, kept } = message;
  const box = kept && html`<input type="checkbox" name="id" value="${id}" form="resend" aria-label="Select ${id}" />`;
  return html`<tr>
    ${view.viewer === 'owner' && html`<td class="select">${box}</td>`}
    <th scope="row" class="what">${subject(destination, message)}</th>
    <td data-label="State">
      ${badge(state)} ${reason !== null && html`<span class="sub">${quoted(reasonInWords(reason))}</span>`}
      ${rule !== null && html`<span class="sub">${quoted(rule)}</span>`}
      ${state === 'waiting' && next !== null && html`<span class="sub">next ${timeAgo(next, view)}</span>`}
    </td>
    <td data-label="Accepted">${timeAgo(accepted, view)}</td>
    <td data-label="Attempts">${attempts(message, view)}</td>
  </tr>`;
}

function empty(view: View): Html {
  if (isFiltered(view))
    return html`<p class="empty">No message fits. <a href="${view.url.pathname}#messages">Show all of them</a></p>`;
  return html`<div class="empty">
    <p><strong>Nothing has come here yet.</strong></p>
    <p>
      “Send a test” shows that it works. Messages appear here as soon as a feed that names this destination has news.
    </p>
  </div>`;
}

/** Draws a destination's delivery log. */
export function messageSection(view: View, destination: string, page: Page<MessageAnswer>): Html {
  const isOwner = view.viewer === 'owner';
  const feed = view.url.searchParams.get('feed') ?? '';
  const feedField: Child = html`<input
    type="text"
    name="feed"
    value="${feed}"
    placeholder="Feed"
    aria-label="Feed"
    size="12"
  />`;
  return html`<section aria-labelledby="messages">
    <div class="section-head">
      <h2 id="messages">Messages</h2>
      ${
        (page.items.length > 0 || isFiltered(view)) &&
        filterBar(view, {
          label: 'Messages',
          placeholder: 'Text, author or post',
          states: messageStates.map((state) => [state, null]),
          more: feedField,
          anchor: 'messages',
        })
      }
    </div>
    ${
      page.items.length === 0
        ? empty(view)
        : html`<div class="panel">
            <table class="rows log">
              <thead>
                <tr>
                  ${isOwner && html`<td class="select"></td>`}
                  <th scope="col">Message</th>
                  <th scope="col">State</th>
                  <th scope="col">Accepted</th>
                  <th scope="col">Attempts</th>
                </tr>
              </thead>
              <tbody>
                ${page.items.map((message) => row(destination, message, view))}
              </tbody>
            </table>
            ${
              isOwner &&
              html`<form id="resend" class="selection" method="post" action="${sameList(view.url)}">
                ${hidden({ action: 'replay-selected' })} <button>Send the selected again</button>
                <span class="muted">under the same ids, so that receivers that keep them notice</span>
              </form>`
            }
          </div>`
    }
    ${pager(view, page.next, 'messages')} ${page.items.length > 0 && legend(messageStates)}
  </section>`;
}
