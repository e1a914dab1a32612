import * as v from 'valibot';

/** The URL that a destination is sent to. Whether it is public, and https, depends on where Earshot runs: see config.ts. */
export const endpoint = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.regex(/^https?:\/\//i, 'must be a URL that begins with https://'),
  v.regex(/^[^:]*:\/\/(?![^/?#]*@)/, 'has a user name or password in it, which no request would carry'),
);
