import type { DestinationAnswer, FeedAnswer, OverviewAnswer, Page } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { type Child, html, type Html, quoted } from '../../../html.ts';
import { badge } from '../part/badge.ts';
import { actionButton, hidden } from '../part/form.ts';
import { filterBar, isFiltered, pager, sameList } from '../part/list.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';

/** States of feeds, those first that need somebody. */
export const FEED_STATES = ['failing', 'invalid', 'new', 'ok', 'paused'] as const;

function row(feed: FeedAnswer, view: View): Html {
  const { name, title, state, reason, lastNews, lastPoll, next } = feed;
  const box =
    view.viewer === 'owner' &&
    html`<td class="select">
      <input type="checkbox" name="feed" value="${name}" form="selection" aria-label="Select ${name}" />
    </td>`;
  return html`<tr>
    ${box}
    <th scope="row">
      <a href="${pathOf(['feeds', name])}">${name}</a>
      ${title !== null && title !== '' && html`<span class="sub">${quoted(title)}</span>`}
    </th>
    <td data-label="State">${badge(state)} ${reason !== null && html`<span class="sub">${quoted(reason)}</span>`}</td>
    <td data-label="Last news">${timeAgo(lastNews, view, 'none yet')}</td>
    <td data-label="Last poll">${timeAgo(lastPoll, view, 'none yet')}</td>
    <td data-label="Next poll">${timeAgo(next, view, '–')}</td>
  </tr>`;
}

function selection(feeds: readonly FeedAnswer[], destinations: readonly DestinationAnswer[], view: View): Html {
  const options = destinations.map(({ name }) => html`<option value="${name}">${name}</option>`);
  return html`<form id="selection" class="selection" method="post" action="${sameList(view.url)}">
    ${feeds.map(({ name }) => hidden({ shown: name }))}
    <fieldset>
      <legend>With the selected feeds</legend>
      <label class="tick"
        ><input type="checkbox" name="all" value="yes" />
        <span>${feeds.length === 1 ? 'the one shown' : `all ${feeds.length} shown`}</span></label
      >
      ${actionButton('pause', 'Pause')}
      <span class="group">
        ${actionButton('resume', 'Resume')}
        <select name="deliver" aria-label="What came meanwhile">
          <option value="yes">and send what came meanwhile</option>
          <option value="no">and do not send what came meanwhile</option>
        </select>
      </span>
      ${
        options.length > 0 &&
        html`<span class="group">
          ${actionButton('move', 'Move')}
          <select name="to" aria-label="Destination to move to">
            ${options}
          </select>
        </span>`
      }
    </fieldset>
  </form>`;
}

function empty(view: View): Html {
  if (isFiltered(view))
    return html`<p class="empty">No feed fits. <a href="${view.url.pathname}">Show all of them</a></p>`;
  return html`<div class="empty">
    <p><strong>No feed is watched yet.</strong></p>
    <p>
      Paste the address of a blog post, a forum thread or a site: Earshot finds its comment feed, and shows what would
      be sent before anything is.
    </p>
    ${view.viewer === 'owner' && html`<p><a class="button primary" href="/add">Add a feed</a></p>`}
  </div>`;
}

/** Draws the list of feeds: search, states, rows, and what can be done with several at once. */
export function feedSection(
  view: View,
  page: Page<FeedAnswer>,
  counts: OverviewAnswer['feeds'] | null,
  destinations: readonly DestinationAnswer[],
): Html {
  const { items, next } = page;
  const all = counts === null ? null : FEED_STATES.reduce((sum, state) => sum + counts[state], 0);
  const isOwner = view.viewer === 'owner';
  const head: Child = html`<thead>
    <tr>
      ${isOwner && html`<td class="select"></td>`}
      <th scope="col">Feed</th>
      <th scope="col">State</th>
      <th scope="col">Last news</th>
      <th scope="col">Last poll</th>
      <th scope="col">Next poll</th>
    </tr>
  </thead>`;
  return html`<section aria-labelledby="feeds">
    <div class="section-head">
      <h2 id="feeds">Feeds ${all !== null && all > 0 && html`<span class="count">${all}</span>`}</h2>
      ${
        (all !== 0 || isFiltered(view)) &&
        filterBar(view, {
          label: 'Feeds',
          placeholder: 'Name or title',
          states: FEED_STATES.map((state) => [state, counts?.[state] ?? null]),
          anchor: 'feeds',
        })
      }
    </div>
    ${
      items.length === 0
        ? empty(view)
        : html`<div class="panel">
            <table class="rows">
              ${head}
              <tbody>
                ${items.map((feed) => row(feed, view))}
              </tbody>
            </table>
            ${isOwner && selection(items, destinations, view)}
          </div>`
    }
    ${pager(view, next, 'feeds')}
  </section>`;
}
