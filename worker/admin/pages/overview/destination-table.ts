import type { DestinationAnswer, OverviewAnswer } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { html, type Html, quoted } from '../../../html.ts';
import { badge } from '../part/badge.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';

function row(destination: DestinationAnswer, feeds: number | null, view: View): Html {
  const { name, type, state, reason, waiting, lastDelivery } = destination;
  return html`<tr>
    <th scope="row">
      <a href="${pathOf(['destinations', name])}">${name}</a>
      ${type !== null && html`<span class="sub">${type}</span>`}
    </th>
    <td data-label="State">${badge(state)} ${reason !== null && html`<span class="sub">${quoted(reason)}</span>`}</td>
    <td data-label="Feeds" class="number">${feeds ?? '–'}</td>
    <td data-label="Waiting" class="number">${waiting}</td>
    <td data-label="Last delivery">${timeAgo(lastDelivery, view, 'none yet')}</td>
  </tr>`;
}

function empty(view: View): Html {
  return html`<div class="empty">
    <p><strong>There is no destination yet.</strong></p>
    <p>
      A destination is where comments go: a chat’s webhook URL, or your own endpoint. Paste it under “Add”, and call it
      <code>default</code>: feeds that name no other go there.
    </p>
    ${view.viewer === 'owner' && html`<p><a class="button" href="/add">Add a destination</a></p>`}
  </div>`;
}

/** Draws the list of destinations. */
export function destinationSection(
  view: View,
  destinations: readonly DestinationAnswer[],
  isWhole: boolean,
  feeds: OverviewAnswer['feedsByDestination'],
): Html {
  const count = (name: string) => (feeds === undefined ? null : (feeds[name] ?? 0));
  return html`<section aria-labelledby="destinations">
    <h2 id="destinations">
      Destinations ${isWhole && destinations.length > 0 && html`<span class="count">${destinations.length}</span>`}
    </h2>
    ${
      destinations.length === 0
        ? empty(view)
        : html`<div class="panel">
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">Destination</th>
                  <th scope="col">State</th>
                  <th scope="col" class="number">Feeds</th>
                  <th scope="col" class="number">Waiting</th>
                  <th scope="col">Last delivery</th>
                </tr>
              </thead>
              <tbody>
                ${destinations.map((one) => row(one, count(one.name), view))}
              </tbody>
            </table>
          </div>`
    }
    ${!isWhole && html`<p class="muted">The first ${destinations.length} are shown. The API lists all of them.</p>`}
  </section>`;
}
