import { fittingUrl, safeUrl } from '../url.ts';

/**
 * Text to show for a link whose own text is its address; `null` for any other text. It is that text, or the address
 * itself if the text has a user before its host, or a host with letters that can look like those of another host.
 */
export function addressText(text: string, href: string): string | null {
  if (!isAddress(text, href)) return null;
  return (!isLongOf(text, href) && PLAIN_HOST.test(text.trim())) || MAILBOX.test(href) ? text : href;
}

/** Address with an ASCII host and no user. */
const PLAIN_HOST = /^(?:https?:\/\/)?(?!https?:\/)[!-.0->A-[\]-~]+(?:[/?#]|$)/i;

const MAILBOX = /^mailto:/i;

/** Address with a user before its host, who is there to look like one. */
const USER_BEFORE_HOST = /^https?:\/\/[^\s/?#]*@/i;

/** Scheme of a page. */
const SCHEME = /https?:\/\//i;

/** True if a link's text is its address: then it need not be shown twice. */
export function isAddress(text: string, href: string): boolean {
  if (MAILBOX.test(href)) return mailbox(text) === mailbox(href);
  return comparable(text) === comparable(href) || isLongOf(text, href);
}

/** True if a link's text is an address too long for a link, and `href` what it is shortened to. */
function isLongOf(text: string, href: string): boolean {
  if (text.length <= href.length || !/^\s*https?:/i.test(text) || safeUrl(text, null) !== null) return false;
  const url = fittingUrl(text, null);
  return url !== null && url !== 'too long' && url.href === href;
}

/**
 * True if a link's text names an address that is not the one it leads to: another host, or another page of it. Only
 * what comes before `…` counts, since blog systems shorten long addresses so.
 */
export function isDeceptiveLink(text: string, href: string): boolean {
  if (MAILBOX.test(href) && SCHEME.test(text)) return true;
  const target = comparable(href);
  const host = hostOf(target);
  const shown = withoutOwnEnd(text.normalize('NFKC').replaceAll(/\p{Cf}/gu, ''), href);
  return `${shown} ${shown.replaceAll(GLUED_SCHEME, ' $&')}`.split(BETWEEN_WORDS).some((word) => {
    if (!MAY_NAME.test(word)) return false;
    const begun = word.replace(SHORTENED, '');
    if (USER_BEFORE_HOST.test(begun)) return true;
    const named = comparable(begun.replace(/^\/+/, '')).replace(begun === word ? /[.:!?]{1,9}$/ : CUT_ESCAPES, '');
    const [namedHost = ''] = /^[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}]/u.exec(hostOf(named)) ?? [];
    // With a scheme before it anything is a host to a reader, unless it is only a host's beginning.
    const isNamed = begun === word && SCHEME.test(word) ? namedHost !== '' : isHost(namedHost);
    if (!isNamed) return false;
    if (named === hostOf(named)) return !(host === namedHost || host.endsWith(`.${namedHost}`));
    return !target.startsWith(named);
  });
}

/** Part of any word that names a host; most words have none, and need no closer look. */
const MAY_NAME = /\.(?:\p{L}{2}|xn--|\d)|https?:/iu;

/** End of an address that was shortened. */
const SHORTENED = /(?:…|\.\.\.).*$/su;

/** Percent escapes that shortening has cut, so that they stay undecoded. */
const CUT_ESCAPES = /(?:%[\da-f]{2})*(?:%[\da-f]?)?$/i;

/** Forums leave out the middle of an address: `https://a.example/lo ... ng.html`. Its end is dropped if it is `href`'s. */
function withoutOwnEnd(text: string, href: string): string {
  const [, beginning = '', end = ''] = /^\s*(\S+\s?(?:…|\.\.\.))\s(\S+)\s*$/u.exec(text) ?? [];
  const isOwn = href.toLowerCase().endsWith(end.toLowerCase()) || folded(href).endsWith(folded(end));
  return beginning !== '' && isOwn ? beginning : text;
}

/** A word may also begin at a scheme, unless that is the address in another's path or query (`/web/2020/https://…`). */
const GLUED_SCHEME = /(?<!\.\p{L}{2,63}\S{0,500}[/=])https?:\/\//giu;

/** Separators of words: white space, ASCII brackets and quotation marks, all other punctuation and symbols. */
const BETWEEN_WORDS = /(?:[\s()<>[\]{}"',;|\\]|[^\p{ASCII}\p{L}\p{M}\p{N}…])+/u;

/**
 * Address reduced to what distinguishes it: without scheme, user, `www.`, final slash, upper case and percent escapes.
 * It is decoded first and then lowercased, since capitals of other alphabets are escaped (`%D0%9C` is М).
 */
function comparable(address: string): string {
  const rest = address.trim().replace(/^(?:https?:\/\/|mailto:)/i, '');
  const end = rest.search(/[/?#\\]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const path = end === -1 ? '' : rest.slice(end);
  const host = asciiHost(authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()).replace(/^www\./, '');
  return host + folded(path.replace(/^(?=[?#])/, '/')).replace(/\/$/, '');
}

function mailbox(address: string): string {
  return folded(address.trim().replace(MAILBOX, '').replace(/\?.*$/s, ''));
}

function folded(path: string): string {
  return decoded(path).normalize('NFC').toLowerCase();
}

/** Text with percent escapes decoded, run by run; a run that is not UTF-8 stays. */
function decoded(path: string): string {
  return path.replaceAll(/(?:%[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Longest host name (RFC 1035, section 2.3.4). */
const MAX_HOST = 255;

/** Host in its ASCII form (`xn--…`); unchanged if it is ASCII or not valid. */
function asciiHost(host: string): string {
  if (host.length > MAX_HOST || !/\P{ASCII}/u.test(host)) return host;
  return URL.parse(`http://${host}`)?.host ?? host;
}

function hostOf(address: string): string {
  const end = address.search(/[/?#:]/);
  return end === -1 ? address : address.slice(0, end);
}

/** True if readers would take the name for a host: labels with dots, the last one of letters; or four numbers. */
function isHost(name: string): boolean {
  const labels = name.split('.');
  if (labels.length < 2 || labels.some((label) => label === '' || /[^\p{L}\p{N}\p{M}-]/u.test(label))) return false;
  return /^(?:\p{L}{2,}|xn--.+)$/u.test(labels.at(-1) ?? '') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}
