import type { Refusal } from '../../operations.ts';
import { show } from '../document.ts';
import { type Child, html, type Html } from '../../../html.ts';
import { actionButton, fieldOf, hidden, NAME_HINT, NAME_PATTERN, postForm, refusalNote } from '../part/form.ts';
import { platformName } from '../part/platform.ts';
import type { View } from '../visit.ts';

/** A destination whose URL was pasted. `sealed`: that URL, which is not shown again. */
export type Unnamed = { readonly type: string; readonly sealed: string; readonly name: string };

/** Draws the form that names a destination and saves it. */
export function namingForm({ type, sealed, name }: Unnamed, otherwise: Child = null): Html {
  return postForm(
    '/add',
    html`${hidden({ sealed, type })}
      ${fieldOf({
        name: 'name',
        label: 'Name it',
        value: name,
        isRequired: true,
        pattern: NAME_PATTERN,
        hint: html`${NAME_HINT} Feeds that name no destination go to <code>default</code>.`,
      })}
      <p class="actions">${actionButton('destination', 'Save the destination', 'primary')} ${otherwise}</p>`,
  );
}

/** Shows the step that names a destination. */
export function showNaming(view: View, unnamed: Unnamed, refusal: Refusal | null = null): Response {
  const { type } = unnamed;
  const what = type === 'webhook' ? 'a webhook’s URL' : `a webhook URL of ${platformName(type)}`;
  const main = html`<div class="narrow">
    <h1>This is a destination</h1>
    ${refusalNote(refusal)}
    <p class="lead">What you pasted is ${what}: a place where comments go, not one where they come from.</p>
    ${namingForm(unnamed, html`<a href="/add">Something else</a>`)}
  </div>`;
  return show(view, { title: 'Add a destination', place: '/add', main }, refusal?.status ?? 200);
}
