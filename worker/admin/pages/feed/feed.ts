import type { Refusal } from '../../operations.ts';
import { type FeedAnswer, messageStates } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { show } from '../document.ts';
import { type Child, html, type Html, quoted, strangersLink } from '../../../html.ts';
import { ALL } from '../overview/overview.ts';
import { badge } from '../part/badge.ts';
import { codePane, factList, pretty, trail } from '../part/facts.ts';
import { actionButton, dangerForm, fieldOf, NAME_HINT, NAME_PATTERN, postForm, refusalNote } from '../part/form.ts';
import { showRefusal } from '../route.ts';
import { timeAgo } from '../time.ts';
import { listQuery, type View, type Visit } from '../visit.ts';
import { commentSection } from './comment-table.ts';
import { postQuery, postSection } from './post-table.ts';
import { destinationsOf, type FeedSettings, settingsOf } from './feed-settings.ts';
import { rawForm, settingsForm } from './settings-form.ts';

/** Leftovers of a change that was refused: the reason, and what was typed, where that holds no credential. */
export type Attempt = { readonly refusal: Refusal; readonly settings?: FeedSettings };

function head(feed: FeedAnswer, view: View): Html {
  const { name, title, state, reason, since, lastNews, lastPoll, next, found, config, posts } = feed;
  const { url } = settingsOf(config);
  const to = destinationsOf(config).map(
    (one, at) => html`${at > 0 && ', '}<a href="${pathOf(['destinations', one])}">${one}</a>`,
  );
  return html`${trail([])}
    <div class="title">
      <h1>${name}</h1>
      ${badge(state)} ${since !== null && html`<span class="muted">since ${timeAgo(since, view)}</span>`}
    </div>
    ${title !== null && title !== '' && html`<p class="lead">${quoted(title)}</p>`}
    ${reason !== null && html`<p class="callout ${state === 'paused' ? 'calm' : 'bad'}">${quoted(reason)}</p>`}
    ${factList(
      [
        ['Address', url === '' ? null : strangersLink(url, url)],
        ['Found at', found !== null && strangersLink(found, found)],
        ['Goes to', config === null ? null : to],
        ['Posts', posts !== undefined && html`<a href="#posts">${posts.watched} watched</a>`],
        ['Last news', timeAgo(lastNews, view, 'none yet')],
        ['Last poll', timeAgo(lastPoll, view, 'none yet')],
        ['Next poll', timeAgo(next, view, state === 'paused' ? 'when it is resumed' : 'none as things are')],
      ],
      true,
    )}`;
}

function resume(address: string): Html {
  return postForm(
    address,
    html`<span class="group"
      >${actionButton('resume', 'Resume', 'primary')}
      <select name="deliver" aria-label="What came meanwhile">
        <option value="yes">and send what came meanwhile</option>
        <option value="no">and do not send what came meanwhile</option>
      </select></span
    >`,
    'inline',
  );
}

function actions({ name, state }: FeedAnswer, address: string): Html {
  return html`<div class="toolbar">
    ${state !== 'paused' && postForm(address, actionButton('poll', 'Poll now', 'primary'), 'inline')}
    ${state === 'paused' ? resume(address) : postForm(address, actionButton('pause', 'Pause'), 'inline')}
    <details class="menu">
      <summary class="button">Rename</summary>
      ${postForm(
        address,
        html`${fieldOf({
          name: 'to',
          label: 'New name',
          value: name,
          isRequired: true,
          pattern: NAME_PATTERN,
          prefix: 'rename',
          hint: `${NAME_HINT} What is remembered comes along.`,
        })}
        ${actionButton('rename', 'Rename', 'primary')}`,
      )}
    </details>
  </div>`;
}

function settings(feed: FeedAnswer, address: string, known: readonly string[], attempt: Attempt | null): Html {
  const isOpen = attempt?.refusal.errors !== undefined;
  return html`<section aria-labelledby="settings">
    <h2 id="settings">Configured as</h2>
    <div class="panel padded">
      ${settingsForm(address, attempt?.settings ?? settingsOf(feed.config), known)}
      <details class="more" ${isOpen && attempt.settings === undefined && html`open`}>
        <summary>All of it, as JSON</summary>
        ${rawForm(address, feed.config)}
      </details>
    </div>
  </section>`;
}

function danger(address: string): Html {
  return html`<section aria-labelledby="danger">
    <h2 id="danger">Danger zone</h2>
    <div class="panel padded danger">
      ${dangerForm(address, 'reset', 'Forget what is remembered', html`<strong>Reset.</strong> The next poll is a first one: all that is in the feed then counts as known, but for the backfill.`)}
      ${dangerForm(address, 'delete', 'Delete the feed', html`<strong>Delete.</strong> It is not polled any more. What waits to be sent is sent, and the log stays.`)}
    </div>
  </section>`;
}

/** Shows a feed: its state, what can be done, its comments, its settings. */
export async function showFeed(visit: Visit, attempt: Attempt | null = null): Promise<Response> {
  const { operations, params, view } = visit;
  const name = params['name'] ?? '';
  const [feed, comments, destinations] = await Promise.all([
    operations.feed(name),
    operations.comments(name, listQuery(view.url, messageStates)),
    operations.destinations(ALL),
  ]);
  if (!feed.ok) return showRefusal(view, feed);
  const address = pathOf(['feeds', name]);
  const isOwner = view.viewer === 'owner';
  const known = destinations.ok ? destinations.value.items.map((one) => one.name) : [];
  const posts = feed.value.posts === undefined ? null : await operations.posts(name, postQuery(view.url));
  const log: Child = comments.ok ? commentSection(view, feed.value, comments.value) : refusalNote(comments);
  const main = html`${refusalNote(attempt?.refusal ?? null)} ${head(feed.value, view)}
  ${isOwner && actions(feed.value, address)} ${log}
  ${feed.value.posts !== undefined && posts !== null && (posts.ok ? postSection(view, feed.value.posts, posts.value) : refusalNote(posts))}
  ${
    isOwner
      ? html`${settings(feed.value, address, known, attempt)} ${danger(address)}`
      : html`<section aria-labelledby="settings">
          <h2 id="settings">Configured as</h2>
          ${codePane('Configuration', pretty(feed.value.config ?? 'It has not been read yet.'))}
        </section>`
  }`;
  return show(view, { title: name, main }, attempt?.refusal.status ?? 200);
}
