import * as v from 'valibot';

/** The URL that a destination is sent to. That it is public, and https, is for the guard: local runs may use others. */
export const endpoint = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.regex(/^https?:\/\//i, 'must be a URL that begins with https://'),
  v.regex(/^[^:]*:\/\/(?![^/?#]*@)/, 'has a user name or password in it, which no request would carry'),
);
