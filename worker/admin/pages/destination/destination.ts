import type { Refusal } from '../../operations.ts';
import { type DestinationAnswer, messageStates } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { show } from '../document.ts';
import { html, type Html, quoted } from '../../../html.ts';
import { rawForm } from '../feed/settings-form.ts';
import { badge } from '../part/badge.ts';
import { codePane, factList, pretty, trail } from '../part/facts.ts';
import { actionButton, dangerForm, hidden, postForm, refusalNote } from '../part/form.ts';
import { sameList } from '../part/list.ts';
import { platformName } from '../part/platform.ts';
import { showRefusal } from '../route.ts';
import { timeAgo } from '../time.ts';
import { listQuery, type View, type Visit } from '../visit.ts';
import { messageSection } from './message-table.ts';
import { replayForm } from './replay-form.ts';
import { verifySection } from './verify.ts';

function head(destination: DestinationAnswer, view: View): Html {
  const { name, type, state, reason, since, waiting, lastDelivery, next } = destination;
  const canTry = state === 'failing' && view.viewer === 'owner';
  return html`${trail([])}
    <div class="title">
      <h1>${name}</h1>
      ${badge(state)} ${since !== null && html`<span class="muted">since ${timeAgo(since, view)}</span>`}
    </div>
    ${type !== null && html`<p class="lead">${platformName(type)}</p>`}
    ${reason !== null && html`<p class="callout ${state === 'blocked' ? 'warn' : state === 'ready' ? 'calm' : 'bad'}">${quoted(reason)}</p>`}
    ${factList(
      [
        [
          'Waiting',
          waiting === 0
            ? 'nothing'
            : html`<a href="${sameList(view.url, { state: 'waiting', q: null, feed: null })}#messages"
                >${waiting === 1 ? 'one message' : `${waiting} messages`}</a
              >`,
        ],
        ['Last delivery', timeAgo(lastDelivery, view, 'none yet')],
        ['Next attempt', next === null ? null : html`${timeAgo(next, view)}${canTry && ' (“Send a test” tries now)'}`],
      ],
      true,
    )}`;
}

function actions(address: string, view: View): Html {
  return html`<div class="toolbar">
    ${postForm(address, actionButton('test', 'Send a test', 'primary'), 'inline')}
    ${postForm(
      address,
      html`${hidden({ state: 'dead', sure: 'yes' })}${actionButton('replay', 'Send all dead again')}`,
      'inline',
    )}
    <details class="menu">
      <summary class="button">Send a span again</summary>
      ${replayForm(address, view)}
    </details>
  </div>`;
}

function danger(address: string): Html {
  return html`<section aria-labelledby="danger">
    <h2 id="danger">Danger zone</h2>
    <div class="panel padded danger">
      ${dangerForm(
        address,
        'delete',
        'Delete the destination',
        html`<strong>Delete.</strong> Feeds that name it go on; their messages wait, as long as 30 days, for a
          destination of this name.`,
      )}
    </div>
  </section>`;
}

/** Leftovers of a request on its page: why it was refused, or secrets that were asked for. */
export type Shown = { readonly refusal?: Refusal; readonly secrets?: readonly string[] };

/** Shows a destination: its state, what can be done, its log, how to verify, its settings. */
export async function showDestination(visit: Visit, shown: Shown = {}): Promise<Response> {
  const { operations, params, view } = visit;
  const name = params['name'] ?? '';
  const [destination, messages] = await Promise.all([
    operations.destination(name),
    operations.messages(name, listQuery(view.url, messageStates)),
  ]);
  if (!destination.ok) return showRefusal(view, destination);
  const address = pathOf(['destinations', name]);
  const isOwner = view.viewer === 'owner';
  const { config, type } = destination.value;
  const main = html`${refusalNote(shown.refusal ?? null)} ${head(destination.value, view)}
    ${isOwner && actions(address, view)}
    ${messages.ok ? messageSection(view, name, messages.value) : refusalNote(messages)}
    ${type === 'webhook' && verifySection(address, shown.secrets ?? null, isOwner)}
    <section aria-labelledby="settings">
      <h2 id="settings">Configured as</h2>
      ${
        isOwner
          ? html`<div class="panel padded">${rawForm(address, config)}</div>`
          : codePane('Configuration', pretty(config ?? 'It has not been read yet.'))
      }
    </section>
    ${isOwner && danger(address)}`;
  return show(view, { title: name, main }, shown.refusal?.status ?? 200);
}
