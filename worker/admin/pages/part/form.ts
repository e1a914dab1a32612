import { type Child, html, type Html } from '../../../html.ts';
import type { Refusal } from '../../operations.ts';

/** Pattern of a feed's or a destination's name, as browsers check it. */
export const NAME_PATTERN = '[a-z0-9][a-z0-9._\\-]{0,63}';

/** Hint under the field of a name. */
export const NAME_HINT = 'a–z, 0–9, “.”, “_” and “-”.';

/** A field with its label; `hint` is read with it. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: Child;
  readonly type?: 'text' | 'url' | 'number' | 'password' | 'datetime-local' | 'file';
  readonly isRequired?: boolean;
  readonly pattern?: string;
  readonly placeholder?: string;
  /** Makes `id` another one where a page has two fields of that name. */
  readonly prefix?: string;
  /** Lines of a text area; left out: one line. */
  readonly lines?: number;
  readonly autocomplete?: string;
};

function hintOf(id: string, hint: Child): readonly [Child, Child] {
  if (hint === undefined || hint === null || hint === false) return [null, null];
  return [html`<span class="hint" id="${id}-hint">${hint}</span>`, html`aria-describedby="${id}-hint"`];
}

/** Draws a field: label, control and hint. */
export function fieldOf(given: Field): Html {
  const { name, label, value = '', hint, type = 'text', isRequired = false, placeholder = '', lines } = given;
  const id = `${given.prefix ?? 'field'}-${name}`;
  const [shown, described] = hintOf(id, hint);
  const required = isRequired && html`required`;
  // The line end at the start of a text area is dropped by browsers: a value may begin with one of its own.
  const control =
    lines === undefined
      ? html`<input
          id="${id}"
          name="${name}"
          type="${type}"
          value="${value}"
          placeholder="${placeholder}"
          autocomplete="${given.autocomplete ?? 'off'}"
          spellcheck="false"
          ${given.pattern !== undefined && html`pattern="${given.pattern}"`}
          ${type === 'number' && html`min="0" step="1"`}
          ${described}
          ${required}
        />`
      : html`<textarea
          id="${id}"
          name="${name}"
          rows="${lines}"
          spellcheck="false"
          autocomplete="off"
          placeholder="${placeholder}"
          ${described}
          ${required}
        >
${value}</textarea>`;
  return html`<div class="field"><label for="${id}">${label}</label>${control}${shown}</div>`;
}

/** Box to tick. */
export function tick(name: string, label: Child, isTicked = false, value = 'on'): Html {
  return html`<label class="tick"
    ><input type="checkbox" name="${name}" value="${value}" ${isTicked && html`checked`} /> <span>${label}</span></label
  >`;
}

/** Hidden fields of a form. */
export function hidden(values: Readonly<Record<string, string>>): Child {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
}

/** Form that changes something: it goes to a page's own address. */
export function postForm(address: string, body: Child, name = ''): Html {
  return html`<form method="post" action="${address}" ${name !== '' && html`class="${name}"`}>${body}</form>`;
}

/** Button that says which action its form is about. */
export function actionButton(action: string, label: string, kind: 'primary' | 'danger' | 'plain' = 'plain'): Html {
  return html`<button class="${kind}" name="action" value="${action}">${label}</button>`;
}

/** Form for what cannot be undone: a box has to be ticked first. */
export function dangerForm(address: string, action: string, label: string, what: Child): Html {
  return postForm(
    address,
    html`<p>${what}</p>
      <label class="tick"><input type="checkbox" name="sure" value="yes" required /> <span>I am sure</span></label>
      ${actionButton(action, label, 'danger')}`,
    'danger-form',
  );
}

/** Says why something was not done, and where the mistakes are. */
export function refusalNote(refusal: Refusal | null): Child {
  if (refusal === null) return null;
  const others = (refusal.errors ?? []).filter(({ detail }) => detail !== refusal.detail);
  const errors = others.map(
    ({ key, field, detail }) =>
      html`<li><code>${key}</code>${field !== null && html` <code>${field}</code>`}: ${detail}</li>`,
  );
  return html`<div class="callout bad" role="alert">
    <p>${refusal.detail}</p>
    ${
      errors.length > 0 &&
      html`<ul>
        ${errors}
      </ul>`
    }
  </div>`;
}
