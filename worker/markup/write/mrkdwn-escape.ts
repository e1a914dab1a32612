import { inert, inertCodes, ZERO_WIDTH_SPACE } from '../text/inert.ts';

/** Characters that look like Slack's signs of emphasis, which have no escape. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Signs of emphasis at the edge of a word; within one (`snake_case`, `2*3`) Slack ignores them. */
const SIGNS = /(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g;

/** `@` of a mention that `link_names` or `parse=full` would bring to life; not that of an e-mail address. */
const MENTION = /@(?=here|channel|everyone|$)|(?<![\w.+-])@(?=[\p{L}\p{N}_])/giu;

/** Start of a line that would be a quote. */
const QUOTE = /^(?=\s*>)/gm;

/** Untrusted text in mrkdwn, as text: no mention, link, emphasis, quote or emoji code takes effect. */
export function mrkdwnText(text: string): string {
  const plain = inert(text)
    .replaceAll(MENTION, `@${ZERO_WIDTH_SPACE}`)
    .replaceAll(SIGNS, (sign) => LOOKALIKES[sign] ?? sign)
    .replaceAll(QUOTE, ZERO_WIDTH_SPACE);
  // A lookalike is a letter, of which a code's name may be made.
  return escapedSigns(inertCodes(plain));
}

/** Link in mrkdwn; `text` is escaped. */
export function mrkdwnLink(href: string, text: string): string {
  const target = escapedSigns(href.replaceAll(/[<>|]|@(?=here|channel|everyone)/gi, encodeURIComponent));
  return text === href ? `<${target}>` : `<${target}|${mrkdwnText(text)}>`;
}

/** Text with its three control characters escaped; done last. */
export function escapedSigns(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
