import type { ConfigValue } from '../../operations.ts';
import { html, type Html } from '../../../html.ts';
import { pretty } from '../part/facts.ts';
import { actionButton, fieldOf, postForm, tick } from '../part/form.ts';
import type { FeedSettings } from './feed-settings.ts';

/** Destinations to tick; those that a feed names and that do not exist, too. */
function destinationBoxes(known: readonly string[], chosen: readonly string[]): Html {
  const missing = chosen.filter((name) => !known.includes(name));
  return html`<fieldset class="field">
    <legend>Goes to</legend>
    <div class="ticks">
      ${known.map((name) => tick('to', name, chosen.includes(name), name))}
      ${missing.map((name) => tick('to', html`${name} <span class="bad-text">does not exist</span>`, true, name))}
      ${known.length + missing.length === 0 && html`<p class="hint">There is no destination yet.</p>`}
    </div>
  </fieldset>`;
}

/** Fields of the filters. */
export function filterFields({ include, exclude }: Pick<FeedSettings, 'include' | 'exclude'>): Html {
  return html`${fieldOf({
    name: 'include',
    label: 'Only',
    value: include,
    lines: 3,
    hint: html`Comments with any of these, a rule a line: text, <code>=word</code> for a whole word, or JSON like
      <code>{"field": "author", "is": "Zoë"}</code>. Empty: all.`,
  })}
  ${fieldOf({ name: 'exclude', label: 'Never', value: exclude, lines: 3, hint: 'Comments with any of these are not sent; they stand in the log as filtered.' })}`;
}

/** Form of a feed's common fields. */
export function settingsForm(address: string, settings: FeedSettings, destinations: readonly string[]): Html {
  return postForm(
    address,
    html`${fieldOf({
        name: 'url',
        label: 'Address',
        value: settings.url,
        isRequired: true,
        hint: 'A comment feed, or a post or site that has one.',
      })}
      ${destinationBoxes(destinations, settings.to)}
      <div class="columns">
        ${fieldOf({
          name: 'every',
          label: 'Poll every',
          value: settings.every,
          placeholder: 'automatic',
          hint: html`<code>5m</code> to <code>7d</code>; automatic is every 5 to 30 minutes.`,
        })}
        ${fieldOf({
          name: 'backfill',
          label: 'Backfill',
          value: settings.backfill,
          type: 'number',
          placeholder: '0',
          hint: 'So many of the comments already there are sent at the first poll.',
        })}
        ${fieldOf({
          name: 'follow',
          label: 'Follow each post',
          value: settings.follow,
          placeholder: 'no',
          hint: html`<code>14d</code>: the address is a site or its feed of posts, and each post’s own comments are
            watched, until so long after the last one. Empty: the address has the comments.`,
        })}
      </div>
      <div class="columns">${filterFields(settings)}</div>
      ${tick('moderate', 'Messages have links to edit or remove the comment, where its system has such', settings.moderate)}
      <p class="actions">${actionButton('save', 'Save', 'primary')}</p>`,
  );
}

/** Form of a value as JSON, with credentials masked. */
export function rawForm(address: string, config: ConfigValue | null, rows = 8): Html {
  return postForm(
    address,
    html`${fieldOf({
        name: 'value',
        label: 'Value',
        value: pretty(config ?? ''),
        lines: rows,
        isRequired: true,
        hint: html`A URL, or a JSON object. <code>masked:…</code> stands for a credential, and means that it stays as it
          is; <code>secret:NAME</code> reads it from the Worker’s secret of that name.`,
      })}
      <p class="actions">${actionButton('raw', 'Save', 'primary')}</p>`,
  );
}
