import { isAddress, isDeceptiveLink } from '../text/address.ts';
import { bareAddresses } from '../text/bare-address.ts';
import { isBlank } from '../text/blank.ts';
import { fittingUrl, LINK_LEFT_OUT, safeUrl } from '../url.ts';

/** Zero-width space: separates what Slack would otherwise read as one. */
export const ZERO_WIDTH_SPACE = '\u200b';

/** Characters that look like Slack's signs of emphasis, which have no escape. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Signs of emphasis at the edge of a word; within one (`snake_case`, `2*3`) Slack ignores them. */
const SIGNS = /(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g;

/** `@` of a mention that `link_names` or `parse=full` would bring to life; not that of an e-mail address. */
const MENTION = /@(?=here|channel|everyone|$)|(?<![\w.+-])@(?=[\p{L}\p{N}_])/giu;

/** Characters that change the direction of the text after them, beyond the comment too. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Colon of a code that Slack shows as an emoji, whatever stands around it and in capitals too (`Vms::Camera:`): its names are
 * letters of any script, digits, `_`, `-`, `+` and `'`, and nothing invisible (github.com/yhatt/jsx-slack/issues/98 and
 * /203; that an invisible character behind the colon keeps a code text: github.com/Seldaek/monolog/issues/1125). A time
 * (`10:30:45`) is none.
 */
const EMOJI = /(?!(?<=\d):[0-5]\d:\d):(?=[\p{L}\p{M}\p{N}\uff3f\uff0b_+'’-]+:)/gu;

/**
 * Untrusted text in mrkdwn: no mention, emphasis or emoji code takes effect, addresses become links to themselves.
 * `around`: signs of emphasis that the caller puts around it.
 */
export function mrkdwnText(text: string, around = ''): string {
  let out = '';
  let from = 0;
  for (const { start, end } of bareAddresses(text)) {
    const shown = text.slice(start, end);
    const url = fittingUrl(shown, null, fits);
    if (url === null) continue;
    const href = url === 'too long' ? shown : url.href;
    const isShortened = href !== shown && href !== safeUrl(shown, null);
    out += escapedText(text.slice(from, start), around) + mrkdwnLink(href, isShortened ? '' : shown, around);
    from = end;
  }
  return out + escapedText(text.slice(from), around);
}

/** Link in mrkdwn. Text that names another address is put before the link, not on it. */
export function mrkdwnLink(href: string, text: string, around = ''): string {
  const shown = isBlank(text) ? '' : escapedText(text, around);
  const url = fits(href) ? { href } : fittingUrl(href, null, fits);
  if (url === 'too long' || url === null) return `${shown} ${LINK_LEFT_OUT}`.trimStart();
  const target = targetOf(url.href);
  if (shown === '' || isAddress(text, url.href)) return `<${target}>`;
  return isDeceptiveLink(text, url.href) ? `${shown} (<${target}>)` : `<${target}|${shown}>`;
}

/** Longest escaped link: it fits a section together with the link to the rest of a comment. */
const MAX_TARGET = 2_048;

function fits(href: string): boolean {
  return targetOf(href).length <= MAX_TARGET;
}

function targetOf(href: string): string {
  return escaped(href.replaceAll(/[<>|]|@(?=here|channel|everyone)/gi, encodeURIComponent));
}

/** Content of code in mrkdwn, without the backticks around it. */
export function mrkdwnCode(text: string): string {
  return escaped(text.replaceAll(DIRECTION, '').replaceAll(MENTION, `@${ZERO_WIDTH_SPACE}`).replaceAll('`', 'ˋ'));
}

function escapedText(text: string, around: string): string {
  let inactive = text
    .replaceAll(DIRECTION, '')
    .replaceAll(MENTION, `@${ZERO_WIDTH_SPACE}`)
    .replaceAll(EMOJI, `:${ZERO_WIDTH_SPACE}`);
  inactive = inactive.replaceAll(SIGNS, (sign) => LOOKALIKES[sign] ?? sign);
  // Within emphasis its own sign could end it anywhere.
  for (const sign of around) inactive = inactive.replaceAll(sign, LOOKALIKES[sign] ?? sign);
  return escaped(inactive);
}

/** Text with Slack's three control characters escaped; done last. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
