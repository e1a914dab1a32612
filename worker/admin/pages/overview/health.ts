import type { OverviewAnswer } from '../../shapes.ts';
import { pathOf } from '../answer.ts';
import { type Child, html, type Html, quoted } from '../../../html.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';

/** A key of CONFIG as a link to its page: `feed:blog`. */
function subjectLink(subject: string): Html {
  const [, kind, name] = /^(feed|destination):(.+)$/s.exec(subject) ?? [];
  if (kind === undefined || name === undefined) return html`<strong>${subject}</strong>`;
  return html`<a href="${pathOf([`${kind}s`, name])}"><strong>${name}</strong></a> <span class="muted">${kind}</span>`;
}

/** Draws the sentence that says how things are, with the last tick under it. */
export function healthHead(view: View, { sentence, problems, lastTick, feeds, destinations }: OverviewAnswer): Html {
  const isBad = feeds.failing + feeds.invalid + destinations.failing + destinations.invalid + destinations.blocked > 0;
  const isIdle = lastTick === null;
  const kind = problems.length > 0 || isBad ? 'bad' : isIdle ? 'calm' : 'good';
  return html`<div class="health ${kind}">
    <h1>${sentence}</h1>
    <p class="muted">
      ${
        lastTick === null
          ? 'Feeds are looked at every five minutes; the first time is still to come.'
          : html`Last known run ${timeAgo(lastTick, view)}.`
      }
    </p>
  </div>`;
}

/** Draws the problems, each with what to do. */
export function problemSection(view: View, { problems }: OverviewAnswer): Child {
  if (problems.length === 0) return null;
  const items = problems.map(
    ({ subject, problem, todo, since }) =>
      html`<li>
        <p class="problem-head">
          ${subjectLink(subject)}${since !== null && html` <span class="muted">· since ${timeAgo(since, view)}</span>`}
        </p>
        <p>${quoted(problem)}</p>
        ${todo !== null && html`<p class="todo">${quoted(todo)}</p>`}
      </li>`,
  );
  return html`<section aria-labelledby="problems">
    <h2 id="problems">Needs you <span class="count">${problems.length}</span></h2>
    <ul class="problems panel">
      ${items}
    </ul>
  </section>`;
}

/** Draws what was used today, beside the Free plan's quota. */
export function usageSection({ usage }: OverviewAnswer): Child {
  if (usage.length === 0) return null;
  const rows = usage.map(({ what, used, quota }) => {
    const share = quota === 0 ? 0 : used / quota;
    const figures = `${used.toLocaleString('en')} of ${quota.toLocaleString('en')}`;
    return html`<div>
      <dt>${what}</dt>
      <dd>
        <meter
          min="0"
          max="1"
          low="0.7"
          high="0.9"
          optimum="0"
          value="${Math.min(share, 1).toFixed(4)}"
          aria-label="${what}"
        ></meter>
        <span>${figures}</span> <span class="muted">${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %</span>
      </dd>
    </div>`;
  });
  return html`<section aria-labelledby="usage">
    <h2 id="usage">Today, of the Free plan’s quota</h2>
    <dl class="usage panel">${rows}</dl>
    <p class="muted">Estimates of the day in UTC, of this Worker alone.</p>
  </section>`;
}
