/** Result that a corpus runner compares; absent facts are `null` or left out. */
export type Flat =
  | { readonly error: string }
  | {
      readonly format: string;
      readonly feedTitle: unknown;
      readonly feedLink: unknown;
      readonly feedId?: unknown;
      readonly feedUpdated?: unknown;
      readonly items: readonly Readonly<Record<string, unknown>>[];
    };

export type About = { readonly url: string; readonly contentType: string | null };

/** A reader module: `parse` is what is timed, the default export what a corpus is run through. */
export type Reader = {
  readonly parse: (body: Uint8Array) => unknown;
  readonly default: (body: Uint8Array, about: About) => object | Promise<object>;
};

/** Bytes as text, for readers that take no bytes: by byte order mark, HTTP charset, XML declaration. */
export function decode(body: Uint8Array, contentType: string | null): string {
  const head = new TextDecoder('windows-1252').decode(body.subarray(0, 200));
  const bom = head.startsWith('þÿ')
    ? 'utf-16be'
    : head.startsWith('ÿþ')
      ? 'utf-16le'
      : head.startsWith('ï»¿')
        ? 'utf-8'
        : null;
  const http = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1];
  const label = bom ?? http ?? /^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)/.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

/** The value where it is text, else `null`: some readers give objects for elements with attributes. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
