import type { Refusal } from '../../operations.ts';
import type { MessageWithPayload } from '../../shapes.ts';
import { pathOf, redirect } from '../answer.ts';
import { show } from '../document.ts';
import { NO_ACTION } from '../feed/change-feed.ts';
import { type Child, html, type Html, quoted, strangersLink } from '../../../html.ts';
import { badge, reasonInWords } from '../part/badge.ts';
import { codePane, factList, pretty, trail } from '../part/facts.ts';
import { actionButton, postForm, refusalNote } from '../part/form.ts';
import { showRefusal } from '../route.ts';
import { timeInFull } from '../time.ts';
import { field, type View, type Visit } from '../visit.ts';
import { replayed } from './change-destination.ts';
import { typeInWords } from './message-table.ts';

/** Steps that the message has gone, in order. */
function flips(message: MessageWithPayload, view: View): Html {
  const { accepted, attempts, tried, state, reason, rule, next } = message;
  const steps: Child[] = [html`<li><strong>accepted</strong> ${timeInFull(accepted, view)}</li>`];
  if (attempts > 0)
    steps.push(
      html`<li>
        <strong>tried</strong> ${attempts === 1 ? 'once' : `${attempts} times`}, last
        ${timeInFull(tried, view, 'unknown')}
      </li>`,
    );
  steps.push(
    html`<li>
      ${badge(state)} ${reason !== null && quoted(reasonInWords(reason))}
      ${rule !== null && html`<code>${quoted(rule)}</code>`}
    </li>`,
  );
  if (next !== null) steps.push(html`<li><strong>next</strong> ${timeInFull(next, view)}</li>`);
  return html`<ol class="flips">
    ${steps}
  </ol>`;
}

function answerSection({ answer }: MessageWithPayload): Child {
  if (answer === null) return null;
  const { status, ms, body } = answer;
  return html`<section aria-labelledby="answer">
    <h2 id="answer">The receiver’s answer</h2>
    ${factList([
      ['Status', status ?? 'there was no answer'],
      ['Took', ms === null ? null : `${ms} ms`],
    ])}
    ${body !== null && body !== '' ? codePane('Body of the answer', body) : html`<p class="muted">It had no body.</p>`}
  </section>`;
}

function resend({ kept, state }: MessageWithPayload, address: string): Child {
  if (!kept) return html`<p class="muted">Its text is not kept any more, so it cannot be sent again.</p>`;
  if (state === 'waiting') return null;
  return postForm(
    address,
    html`<p class="actions">
      ${actionButton('resend', state === 'delivered' || state === 'dead' ? 'Send it again' : 'Send it after all', 'primary')}
      <span class="hint">under the same id</span>
    </p>`,
  );
}

/** Shows one message: what happened to it, its payload and the receiver's answer. */
export async function showMessage(visit: Visit, refusal: Refusal | null = null): Promise<Response> {
  const { operations, params, view } = visit;
  const [name = '', id = ''] = [params['name'], params['id']];
  const found = await operations.message(name, id);
  if (!found.ok) return showRefusal(view, found);
  const { type, feed, summary, payload } = found.value;
  const main = html`${refusalNote(refusal)} ${trail([[pathOf(['destinations', name]), name]])}
    <h1>${typeInWords(type)} ${summary?.author !== null && summary !== null && html`by ${quoted(summary.author)}`}</h1>
    ${summary !== null && html`<blockquote class="comment panel padded" dir="auto">${summary.excerpt}</blockquote>`}
    ${factList([
      ['Feed', feed === null ? null : html`<a href="${pathOf(['feeds', feed])}">${feed}</a>`],
      ['Post', summary?.post === null || summary === null ? null : quoted(summary.post)],
      ['Link', summary?.url === null || summary === null ? null : strangersLink(summary.url, summary.url)],
      ['Id', html`<code>${id}</code>`],
      ['Type', html`<code>${type}</code>`],
    ])}
    <section aria-labelledby="flips">
      <h2 id="flips">What happened</h2>
      ${flips(found.value, view)}
      ${view.viewer === 'owner' && resend(found.value, pathOf(['destinations', name, 'messages', id]))}
    </section>
    ${answerSection(found.value)}
    <section aria-labelledby="payload">
      <h2 id="payload">Payload</h2>
      ${
        payload === null || payload === undefined
          ? html`<p class="muted">It is not kept any more.</p>`
          : codePane('Payload', pretty(payload))
      }
    </section>`;
  return show(view, { title: typeInWords(type), main }, refusal?.status ?? 200);
}

/** Sends a message again, as its page asks for. */
export async function changeMessage(visit: Visit): Promise<Response> {
  const { operations, params, form } = visit;
  const [name = '', id = ''] = [params['name'], params['id']];
  if (field(form, 'action') !== 'resend') return showMessage(visit, NO_ACTION);
  const done = await operations.replay(name, { ids: [id] });
  if (!done.ok) return showMessage(visit, done);
  return redirect(pathOf(['destinations', name, 'messages', id], replayed(done.value)));
}
