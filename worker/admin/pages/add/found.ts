import type { Refusal } from '../../operations.ts';
import type { DiscoveryAnswer } from '../../preview-shapes.ts';
import { show } from '../document.ts';
import { type Child, html, type Html, quoted, strangersLink } from '../../../html.ts';
import { actionButton, fieldOf, hidden, NAME_HINT, NAME_PATTERN, postForm, refusalNote } from '../part/form.ts';
import { factList } from '../part/facts.ts';
import { filterFields } from '../feed/settings-form.ts';
import type { View } from '../visit.ts';
import type { Draft } from './draft.ts';

type Candidate = Extract<DiscoveryAnswer, { kind: 'feed' }>['chosen'];

const OF: Readonly<Record<Candidate['of'], string>> = {
  feed: 'a feed',
  page: 'that page’s comments',
  site: 'the whole site’s comments',
  posts: 'posts, not comments',
};

/** Draws other feeds that were named there, each with a button that takes it instead. */
export function otherCandidates(others: readonly Candidate[], heading: string): Child {
  if (others.length === 0) return null;
  const items = others.map(
    ({ url, of, why }) =>
      html`<li>
        ${postForm(
          '/add',
          html`${hidden({ url })}
            <p><code class="address">${url}</code></p>
            <p class="muted">${OF[of]}: ${quoted(why)}</p>
            ${actionButton('look', 'Take this one')}`,
        )}
      </li>`,
  );
  return html`<section aria-labelledby="others">
    <h2 id="others">${heading} <span class="count">${others.length}</span></h2>
    <ul class="candidates panel">
      ${items}
    </ul>
  </section>`;
}

function destinationField(draft: Draft, known: readonly string[]): Html {
  const options = known.map(
    (name) => html`<option value="${name}" ${name === draft.to && html`selected`}>${name}</option>`,
  );
  const isNew = known.length === 0 || draft.to === '';
  const fresh = html`${fieldOf({
    name: 'newUrl',
    label: 'Its URL',
    type: 'password',
    isRequired: known.length === 0,
    autocomplete: 'off',
    placeholder: 'https://',
    hint: 'A chat’s webhook URL, or your own endpoint. It is a credential: it is saved before the preview, and not shown again.',
  })}
  ${fieldOf({ name: 'newName', label: 'Its name', value: known.includes('default') ? '' : 'default', pattern: NAME_PATTERN })}`;
  if (known.length === 0)
    return html`<fieldset class="field">
      <legend>Where comments go</legend>
      ${hidden({ to: '' })} ${fresh}
    </fieldset>`;
  return html`<div class="field">
      <label for="field-to">Goes to</label>
      <select id="field-to" name="to">
        ${options}
        <option value="" ${isNew && html`selected`}>a new destination …</option>
      </select>
    </div>
    <details class="more" ${isNew && html`open`}>
      <summary>A new destination</summary>
      ${fresh}
    </details>`;
}

/** Shows the feed that was found, why, and what is to be said about it before the preview. */
export function showFound(
  view: View,
  found: Extract<DiscoveryAnswer, { kind: 'feed' }>,
  draft: Draft,
  known: readonly string[],
  refusal: Refusal | null = null,
): Response {
  const { chosen, title, homePage, comments, others } = found;
  const main = html`<div class="narrow">
    <h1>Found ${title === null || title === '' ? 'a feed' : quoted(title)}</h1>
    ${refusalNote(refusal)}
    ${factList([
      ['Feed', strangersLink(chosen.url, chosen.url, '_blank')],
      ['It has', OF[chosen.of]],
      ['Why this one', quoted(chosen.why)],
      ['Comments in it', comments],
      ['Home page', homePage === null ? null : strangersLink(homePage, homePage, '_blank')],
    ])}
    ${postForm(
      '/add',
      html`${hidden({ url: draft.url })}
        ${fieldOf({
          name: 'name',
          label: 'Name',
          value: draft.name,
          isRequired: true,
          pattern: NAME_PATTERN,
          hint: NAME_HINT,
        })}
        ${destinationField(draft, known)}
        <details class="more" ${draft.backfill + draft.include + draft.exclude !== '' && html`open`}>
          <summary>Backfill and filters</summary>
          ${fieldOf({
            name: 'backfill',
            label: 'Backfill',
            value: draft.backfill,
            type: 'number',
            placeholder: '0',
            hint: 'So many of the comments already there are sent at the first poll.',
          })}
          ${filterFields(draft)}
        </details>
        <p class="actions">${actionButton('preview', 'Preview', 'primary')} <a href="/add">Another address</a></p>`,
    )}
    ${otherCandidates(others, 'Also there')}
  </div>`;
  return show(view, { title: 'Add a feed', place: '/add', main }, refusal?.status ?? 200);
}
