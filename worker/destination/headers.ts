import * as v from 'valibot';

/** Request headers by name, as HTTP can have them. https://www.rfc-editor.org/rfc/rfc9110#section-5 */
export const requestHeaders = v.record(
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'has a name that no HTTP header can have')),
  v.pipe(v.string(), v.regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has a value that no HTTP header can have')),
);
