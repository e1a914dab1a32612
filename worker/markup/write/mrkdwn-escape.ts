import { isAddress, isDeceptiveLink } from '../text/address.ts';
import { bareAddresses } from '../text/bare-address.ts';
import { isBlank } from '../text/blank.ts';
import { fittingUrl, LINK_LEFT_OUT, safeUrl } from '../url.ts';

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

/**
 * A code that Slack shows as an emoji, whatever stands around it and in capitals too (`Vms::Camera:`): its names are
 * letters of any script, digits, `_`, `-`, `+` and `'`, and nothing invisible (github.com/yhatt/jsx-slack/issues/98 and
 * /203; that an invisible character behind the colon keeps a code text: github.com/Seldaek/monolog/issues/1125). A time
 * (`10:30:45`) is none.
 */
const EMOJI = /(?!(?<=\d):[0-5]\d:\d):(?=[\p{L}\p{M}\p{N}\uff3f\uff0b_+'’-]+:)/gu;

/**
 * Text of a stranger in mrkdwn, with nothing of it alive; addresses in it are links to themselves. `around`: the signs
 * of emphasis that it is put between.
 */
export function mrkdwnText(text: string, around = ''): string {
  let out = '';
  let from = 0;
  for (const { start, end } of bareAddresses(text)) {
    const shown = text.slice(start, end);
    const href = safeUrl(shown, null);
    if (href === null) continue;
    out += inert(text.slice(from, start), around) + mrkdwnLink(href, shown, around);
    from = end;
  }
  return out + inert(text.slice(from), around);
}

/** A link in mrkdwn. Text that names another address than the true one stands beside it, not on it. */
export function mrkdwnLink(href: string, text: string, around = ''): string {
  const shown = isBlank(text) ? '' : inert(text, around);
  const fits = (short: string): boolean => targetOf(short).length <= MAX_TARGET;
  const url = fits(href) ? { href } : fittingUrl(href, null, fits);
  if (url === 'too long' || url === null) return `${shown} ${LINK_LEFT_OUT}`.trimStart();
  const target = targetOf(url.href);
  if (shown === '' || isAddress(text, url.href)) return `<${target}>`;
  return isDeceptiveLink(text, url.href) ? `${shown} (<${target}>)` : `<${target}|${shown}>`;
}

/** So long a link fits a section, with the link to the rest of a comment, once Slack's own signs in it are escaped. */
const MAX_TARGET = 2_048;

function targetOf(href: string): string {
  return escaped(href.replaceAll(/[<>|]|@(?=here|channel|everyone)/gi, encodeURIComponent));
}

/** Code in mrkdwn, without the backticks around it. */
export function mrkdwnCode(text: string): string {
  return escaped(text.replaceAll(TURNS, '').replaceAll(MENTION, `@${APART}`).replaceAll('`', 'ˋ'));
}

function inert(text: string, around: string): string {
  let quiet = text.replaceAll(TURNS, '').replaceAll(MENTION, `@${APART}`).replaceAll(EMOJI, `:${APART}`);
  quiet = quiet.replaceAll(SIGNS, (sign) => LOOKALIKES[sign] ?? sign);
  // Within emphasis its sign may end it anywhere.
  for (const sign of around) quiet = quiet.replaceAll(sign, LOOKALIKES[sign] ?? sign);
  return escaped(quiet);
}

/** Slack's own three, last of all. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
