import { DOCS, show } from '../document.ts';
import type { Refusal } from '../../operations.ts';
import { html, type Html } from '../../../html.ts';
import { actionButton, fieldOf, NAME_HINT, NAME_PATTERN, postForm, refusalNote } from '../part/form.ts';
import type { View } from '../visit.ts';

function otherKinds(): Html {
  return html`<details class="more">
    <summary>A destination that takes more than a URL (Telegram, Matrix, Slack’s bot, e-mail …)</summary>
    ${postForm(
      '/add',
      html`${fieldOf({
          name: 'name',
          label: 'Name',
          isRequired: true,
          pattern: NAME_PATTERN,
          prefix: 'other',
          hint: html`${NAME_HINT} Feeds that name no destination go to <code>default</code>.`,
        })}
        ${fieldOf({
          name: 'value',
          label: 'Value',
          isRequired: true,
          lines: 5,
          prefix: 'other',
          placeholder: '{ "type": "telegram", "token": "secret:TELEGRAM_TOKEN", "chat": "@team" }',
          hint: html`JSON, as <a href="${DOCS}/blob/main/docs/chats.md" rel="noreferrer">docs/chats.md</a> has it for
            each chat. A credential is best put as a secret of the Worker, and named here as <code>secret:NAME</code>.`,
        })}
        <p class="actions">${actionButton('destination', 'Save the destination', 'primary')}</p>`,
    )}
  </details>`;
}

/** Shows the first step: one field, for whatever somebody has. `url`: of a feed, as typed before. */
export function showStart(view: View, url = '', refusal: Refusal | null = null): Response {
  const main = html`<div class="narrow">
    <h1>Add a feed or a destination</h1>
    ${refusalNote(refusal)}
    ${
      view.viewer === 'owner'
        ? html`${postForm(
            '/add',
            html`${fieldOf({
                name: 'url',
                label: 'Paste an address',
                value: url,
                isRequired: true,
                placeholder: 'https://',
                hint: 'A post, a forum thread, a site or a comment feed to watch; or a chat’s webhook URL, to which comments are to go. Nothing is saved yet.',
              })}
              <p class="actions">${actionButton('look', 'See what is there', 'primary')}</p>`,
          )}
          ${otherKinds()}`
        : html`<p>You are signed in to read. Sign in with <code>ADMIN_TOKEN</code> to add something.</p>`
    }
  </div>`;
  return show(view, { title: 'Add', place: '/add', main }, refusal?.status ?? 200);
}
