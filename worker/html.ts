/** Markup that stands in a page as it is. Only `html` and the functions of this file make it: all else is text, and escaped. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Joins a template's own text, which is markup, with values, which are not unless they are `Html`. */
  static of(strings: readonly string[], values: readonly Child[]): Html {
    let markup = strings[0] ?? '';
    for (const [at, value] of values.entries()) markup += Html.#write(value) + (strings[at + 1] ?? '');
    return new Html(markup);
  }

  static #write(value: Child): string {
    if (value instanceof Html) return value.#markup;
    if (value === null || value === undefined || value === false) return '';
    if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
    return value.map((one) => Html.#write(one)).join('');
  }

  toString(): string {
    return this.#markup;
  }
}

/** Value in a template: text, markup, a list of these, or nothing. */
export type Child = Html | string | number | null | undefined | false | readonly Child[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

// HTML, section 13.1.2.3: of the control characters, text has tab, line feed and form feed alone. A carriage return would be normalised.
// oxlint-disable-next-line no-control-regex -- these are what it is about
const CONTROLS = /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]/g;

/** Makes text of a string: for an element's content, and for an attribute's value in quotes. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(CONTROLS, '\u{FFFD}')
    .replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

/** Templates that have been checked, with the places at which an address stands; they stand in the code, so there are few. */
const checked = new WeakMap<readonly string[], readonly number[]>();

/** A value that would be an attribute's without quotes, or stand in a tag's name, a script or a style: escaping is no help there. */
const UNSAFE_PLACE = /(?:=|<\/?[a-z-]*)$|<(?:script|style)\b/i;

const ADDRESS_PLACE = /\s(?:href|src|action|formaction)="$/;

/** A path of ours, a place on the page, an address of the web or of mail: people write a scheme in capitals, too. */
const ADDRESS = /^(?:\/(?![/\\])|[#?]|https?:\/\/|mailto:|data:image\/svg\+xml,|$)/i;

function placesOf(strings: readonly string[]): readonly number[] {
  const known = checked.get(strings);
  if (known !== undefined) return known;
  const before = strings.slice(0, -1);
  const unsafe = before.find((text) => UNSAFE_PLACE.test(text));
  if (unsafe !== undefined) throw new RangeError(`A value may not stand after ${JSON.stringify(unsafe.slice(-40))}`);
  const places = before.flatMap((text, at) => (ADDRESS_PLACE.test(text) ? [at] : []));
  checked.set(strings, places);
  return places;
}

/**
 * Makes markup: what is written in the template is markup, each value is text, unless it is `Html` itself. Of a link or a form
 * an address that is not one of the web's or ours leads nowhere.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  const places = placesOf(strings);
  if (places.length === 0) return Html.of(strings, values);
  return Html.of(
    strings,
    values.map((value, at) => (places.includes(at) && !ADDRESS.test(String(value ?? '')) ? '#' : value)),
  );
}

/** A stranger's URL as an address to link to; `null`: it is not one of the web (`javascript:`, `data:` …). */
export function webAddress(url: string | null | undefined): string | null {
  const parsed = URL.parse(url ?? '');
  return parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}

/** Text of a stranger: its direction of writing ends where it does. */
export function quoted(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/**
 * Link to a stranger's URL, which learns nothing of us; only its label, where that is no address of the web. `target`
 * `_blank`: beside a page that is a form's answer, to which a browser does not go back without asking.
 */
export function strangersLink(
  url: string | null | undefined,
  label: Child,
  target: '_self' | '_blank' = '_self',
): Html {
  const address = webAddress(url);
  if (address === null) return html`${label}`;
  return html`<a href="${address}" ${target === '_blank' && html`target="_blank"`} rel="noreferrer noopener nofollow"
    >${label}</a
  >`;
}
