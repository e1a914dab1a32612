/** Validators of an answer, verbatim as the server named them. https://www.rfc-editor.org/rfc/rfc9110#section-8.8 */
export type Validators = { readonly etag: string | null; readonly lastModified: string | null };

/** Longest validator that is kept, in characters: the feed's state has to fit a row, and a request most servers' 8 KB of headers. */
const LENGTH = 1_000;

/** Characters that are sent as they were received: beyond ASCII a header's bytes are read one way and written another. */
const ASCII = /^[ -~]+$/;

/** Gives the validators that an answer names, where they can be sent back to the byte. */
export function validatorsIn(headers: Headers): Validators {
  const etag = sendable(headers.get('etag'));
  return {
    // In `If-None-Match` it means "any", which is always there (RFC 9110 section 13.1.2).
    etag: etag?.trim() === '*' ? null : etag,
    lastModified: sendable(headers.get('last-modified')),
  };
}

/**
 * Gives the headers of the condition "only what is another answer than that one": both validators where there are two, each as it came, a weak tag
 * weak, one without quotes without. The server takes the tag before the date. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function conditionOf({ etag, lastModified }: Validators): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

function sendable(value: string | null): string | null {
  return value !== null && value.length <= LENGTH && ASCII.test(value) ? value : null;
}
