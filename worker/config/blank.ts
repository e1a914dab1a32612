import { decodedPart } from '../feed/page-url.ts';
import type { OpenDestination } from './destination.ts';

/** Text in the place of a credential. */
const BLANK = '***';

/** Length under which a string is blanked nowhere: it would garble the text, and hide nothing. */
const SHORTEST = 4;

/** Longest word of small letters in a webhook's path that is taken for a name (`comments`), not for a secret. */
const LONGEST_WORD = 16;

/** Secrets of webhooks, whoever derived them. */
const SIGNING_SECRET = /whsec_[\w+/=%-]+/gi;

/**
 * Gives a text without the destination's credentials, as they stand, percent-encoded or escaped as in JSON, in upper or lower
 * case. Where it ends within one, that beginning is cut off. `sent`: further values, of the request that it answers.
 */
export function blank(
  text: string,
  { credentials, family }: Pick<OpenDestination, 'credentials' | 'family'>,
  sent: readonly string[] = [],
): string {
  const secrets = [...credentials, ...sent].flatMap((value) => [
    value,
    // Of a header, what is behind its scheme.
    ...value.split(/\s+/).slice(1),
    ...addressSecrets(value, family),
  ]);
  const spelled = new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(spellings));
  // Longer ones first: of a URL nothing is left but the blank.
  const all = [...spelled].toSorted((one, other) => other.length - one.length);
  const blanked = all.reduce((left, secret) => left.replaceAll(new RegExp(escape(secret), 'gi'), BLANK), text);
  return withoutBeginning(blanked.replaceAll(SIGNING_SECRET, BLANK), all);
}

/** The parts of an address that may be what keeps it secret: path and query as a whole, and of each what is no mere word. */
function addressSecrets(value: string, family: OpenDestination['family']): readonly string[] {
  const url = /^https?:/i.test(value) ? URL.parse(value) : null;
  if (url === null) return [];
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1);
  const parts = [...segments.filter(isTelling), ...url.searchParams.values()];
  // A chat's address ends in its secret, whatever that looks like (a topic of ntfy).
  const end = family === 'chat' && last !== undefined ? [last] : [];
  const whole = segments.some(isTelling) || url.search !== '' ? [url.pathname, url.pathname + url.search] : [];
  return [url.href, ...whole, ...[...parts, ...end].flatMap((part) => [part, decodedPart(part)])];
}

function isTelling(segment: string): boolean {
  return !/^[a-z]+(?:[-_.][a-z]+)*$/.test(segment) || segment.length > LONGEST_WORD;
}

/** A string as it stands in texts of several kinds. */
function spellings(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const all = encoded.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, encoded, all, json, json.replaceAll('/', '\\/'), secret.replaceAll('&', '&amp;')];
}

/** Cuts off what may be the beginning of a credential that the text does not hold whole. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  const low = text.toLowerCase();
  const cut = secrets.map((secret) => {
    const known = secret.toLowerCase();
    for (let length = Math.min(known.length - 1, low.length); length >= SHORTEST; length--)
      if (low.endsWith(known.slice(0, length))) return length;
    return 0;
  });
  return text.slice(0, text.length - Math.max(0, ...cut));
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
