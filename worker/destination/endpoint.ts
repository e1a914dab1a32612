import * as v from 'valibot';

/** Says that a pasted URL is broken by white space, or more than one. That around it is none of the value any more. */
export const oneUrl = v.check<string, string>((url) => !/\s/.test(url), 'has white space in it; it must be one URL');

/** The URL that a destination is sent to. Whether it is public, and https, depends on where Earshot runs: see config.ts. */
export const endpoint = v.pipe(
  v.string(),
  oneUrl,
  v.url('must be a URL'),
  v.regex(/^https?:\/\//i, 'must be a URL that begins with https://'),
  v.regex(/^[^:]*:\/\/(?![^/?#]*@)/, 'has a user name or password in it, which no request would carry'),
);
