import * as v from 'valibot';

/** Longest address (RFC 5321, section 4.5.3.1.3, less its angle brackets). */
const ADDRESS_LENGTH = 254;

/** Mail's usual form: no quoted local part, no address in brackets, no display name. */
const ADDRESS =
  /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

const FORM = 'must be an address like you@example.com';

/** Field that is one address. */
export const address = v.pipe(
  v.string(FORM),
  v.regex(ADDRESS, FORM),
  v.maxLength(ADDRESS_LENGTH, `must be ${ADDRESS_LENGTH} characters at most`),
);

/** The domain of an address. */
export function domainOf(of: string): string {
  return of.slice(of.lastIndexOf('@') + 1).toLowerCase();
}
