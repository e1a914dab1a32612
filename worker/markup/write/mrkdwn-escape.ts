import { isDeceptiveLink, isAddress } from '../text/address.ts';
import { safeUrl } from '../url.ts';

/** Takes the place of nothing: parts what Slack would otherwise read as one. */
export const APART = '\u200b';

/** Slack's signs of emphasis have no escape: these look the same and mean nothing. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Signs at the edge of a word; within one (`snake_case`, `2*3`) they mean nothing to Slack. */
const SIGNS = /(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g;

/** What `link_names` or `parse=full` would make a mention of; not the `@` of an e-mail address. */
const MENTION = /@(?=here|channel|everyone|$)|(?<![\w.+-])@(?=[\p{L}\p{N}_])/giu;

/** They turn the direction of what follows, also of what is not the stranger's. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Not one behind `<` or `|`: that is a link which somebody forges, and stays the text that it is. */
const ADDRESS = /(?<![<|])https?:\/\/[^\s<>"|`]+/gi;

/**
 * Text of a stranger in mrkdwn, with nothing of it alive; addresses in it are links to themselves. `around`: the signs
 * of emphasis that it is put between.
 */
export function mrkdwnText(text: string, around = ''): string {
  let out = '';
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const shown = withoutEnd(found[0]);
    const href = safeUrl(shown, null);
    if (href === null) continue;
    out += inert(text.slice(from, found.index), around) + mrkdwnLink(href, shown, around);
    from = found.index + shown.length;
  }
  return out + inert(text.slice(from), around);
}

/** A link in mrkdwn. Text that names another address than the true one stands beside it, not on it. */
export function mrkdwnLink(href: string, text: string, around = ''): string {
  const target = escaped(href.replaceAll(/[<>|]|@(?=here|channel|everyone)/gi, encodeURIComponent));
  if (text.trim() === '' || isAddress(text, href)) return `<${target}>`;
  const shown = inert(text, around);
  return isDeceptiveLink(text, href) ? `${shown} (<${target}>)` : `<${target}|${shown}>`;
}

/** Code in mrkdwn, without the backticks around it. */
export function mrkdwnCode(text: string): string {
  return escaped(text.replaceAll(TURNS, '').replaceAll(MENTION, `@${APART}`).replaceAll('`', 'ˋ'));
}

function inert(text: string, around: string): string {
  let quiet = text.replaceAll(TURNS, '').replaceAll(MENTION, `@${APART}`);
  quiet = quiet.replaceAll(SIGNS, (sign) => LOOKALIKES[sign] ?? sign);
  // Within emphasis its sign may end it anywhere.
  for (const sign of around) quiet = quiet.replaceAll(sign, LOOKALIKES[sign] ?? sign);
  return escaped(quiet);
}

/** Slack's own three, last of all. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An address in a sentence without the sentence's punctuation. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && ".,;:!?)]}'*_~”’»…".includes(address.charAt(end - 1))) end--;
  return address.slice(0, end);
}
