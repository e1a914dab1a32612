import { drawMessage } from '../../../drawing/message.ts';
import type { PreviewAnswer } from '../../preview-shapes.ts';
import { pathOf } from '../answer.ts';
import { show } from '../document.ts';
import { type Child, html, type Html, quoted, strangersLink } from '../../../html.ts';
import { codePane, pretty } from '../part/facts.ts';
import { actionButton, hidden, postForm } from '../part/form.ts';
import { timeAgo } from '../time.ts';
import type { View } from '../visit.ts';
import type { Draft } from './draft.ts';

type Previewed = PreviewAnswer['comments'][number];

/** Longest text that a bubble shows, UTF-16 units: chats fold long messages likewise. */
const BUBBLE = 700;

function excerptOf(text: string): string {
  return text.length <= BUBBLE ? text : `${text.slice(0, BUBBLE).toWellFormed()}…`;
}

function bubble({ author, post, text, url, published }: Previewed, view: View): Html {
  const about = post === null || post === '' ? null : html` on ${strangersLink(url, quoted(post), '_blank')}`;
  return html`<div class="bubble">
    <p class="bubble-head"><strong>${quoted(author ?? 'Somebody')}</strong> commented${about}</p>
    <p class="bubble-text" dir="auto">${excerptOf(text)}</p>
    ${published !== null && html`<p class="muted">${timeAgo(published, view)}</p>`}
  </div>`;
}

/** The comment as its chat shows it; else, as of a receiver of one's own, in a bubble that is no chat's. */
function shown(one: Previewed, type: string | null, view: View): Html {
  const drawn = type === null ? null : drawMessage(type, one.rendered);
  if (drawn === null) return bubble(one, view);
  const label = `As ${drawn.chat} shows it`;
  return html`<div class="chat-pane" tabindex="0" role="group" aria-label="${label}">${drawn.window}</div>`;
}

function stages({ stages: all }: Previewed): Html {
  return html`<ol class="stages">
    ${all.map(
      ({ stage, passes, detail }) =>
        html`<li class="${passes ? 'passes' : 'ends'}">
          <span class="stage">${stage}</span>
          <span>${passes ? '' : html`<span class="sr">ends here: </span>`}${quoted(detail)}</span>
        </li>`,
    )}
  </ol>`;
}

/** True if the comment passes every stage. */
function goes({ stages: all }: Previewed): boolean {
  return all.every(({ passes }) => passes);
}

function comment(one: Previewed, type: string | null, view: View): Html {
  const { rendered } = one;
  return html`<li class="previewed ${goes(one) ? 'goes' : 'stays'}">
    ${shown(one, type, view)}
    <div>
      ${stages(one)}
      ${
        rendered !== null &&
        rendered !== undefined &&
        html`<details>
          <summary>What is sent, to the letter</summary>
          ${codePane('Payload', pretty(rendered))}
        </details>`
      }
    </div>
  </li>`;
}

function errorList({ errors }: PreviewAnswer): Child {
  if (errors.length === 0) return null;
  return html`<div class="callout bad" role="alert">
    <p>It could not be saved like this:</p>
    <ul>
      ${errors.map(
        ({ key, field, detail }) =>
          html`<li><code>${key}</code>${field !== null && html` <code>${field}</code>`}: ${detail}</li>`,
      )}
    </ul>
  </div>`;
}

/** Shows what would happen, were the draft saved now. `test`: id of a test message that was sent on the way. */
export function showPreview(view: View, draft: Draft, preview: PreviewAnswer, test: string | null = null): Response {
  const { comments, found, type } = preview;
  const going = comments.filter(goes).length;
  const sentence =
    comments.length === 0
      ? 'There is no comment in it now. The next that comes is sent.'
      : `Of the ${comments.length} newest comments ${going === 0 ? 'none' : going} would be sent now; from then on, each new one that passes the filters.`;
  const canSave = preview.errors.length === 0 && found.kind === 'feed';
  const main = html`<h1>Preview of ${draft.name}</h1>
    ${
      test !== null &&
      html`<p class="callout good" role="status">
        A test was sent to ${draft.to}.
        <a target="_blank" href="${pathOf(['destinations', draft.to, 'messages', test])}">What became of it</a>
      </p>`
    }
    ${errorList(preview)}
    ${found.kind === 'none' && html`<p class="callout bad" role="alert">${quoted(found.reason)}</p>`}
    <p class="lead">${sentence} Nothing is saved yet.</p>
    ${postForm(
      '/add',
      html`${hidden(draft)}
        <p class="actions">
          ${canSave && actionButton('save', 'Save and watch', 'primary')}
          ${actionButton('test', `Send a test to ${draft.to}`)} ${actionButton('back', 'Change it')}
        </p>`,
    )}
    <ol class="previews">
      ${comments.map((one) => comment(one, type, view))}
    </ol>`;
  return show(view, { title: `Preview of ${draft.name}`, place: '/add', main }, canSave ? 200 : 422);
}
