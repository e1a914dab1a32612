/** Start tag in text that may be broken. */
export type StartTag = {
  readonly name: string;
  /** Offset behind its `>`. */
  readonly end: number;
  readonly selfClosing: boolean;
  /** Well-formed text for it, up to its `>` or `/>`; `null`: it is well-formed as it stands. */
  readonly rewritten: string | null;
  readonly attributes: number;
};

/** Longest name of an element; no vocabulary has one near this long. A tag with a longer one is text. */
const MAX_NAME = 128;
/** Most attributes of a tag; a real root declares some forty namespaces. A tag with more is text, so that none takes long. */
const MAX_ATTRIBUTES = 256;

type Attribute = { readonly end: number; readonly rewritten: string | null };

/** Reads the start tag at `text[at] === '<'`; `null` where that is no tag but a stray `<`. */
export function readStartTag(text: string, at: number): StartTag | null {
  const nameEnd = endOfName(text, at + 1);
  if (nameEnd === at + 1 || nameEnd - at > MAX_NAME || !isNameStart(text.charCodeAt(at + 1))) return null;
  const name = text.slice(at + 1, nameEnd);
  let plain = true;
  let rewritten = '';
  let from = nameEnd;
  for (let attributes = 0; attributes <= MAX_ATTRIBUTES; attributes++) {
    const start = skipSpace(text, from);
    const selfClosing = text[start] === '/';
    const close = selfClosing ? skipSpace(text, start + 1) : start;
    if (text[close] === '>') {
      plain &&= close - start === (selfClosing ? 1 : 0);
      return { name, end: close + 1, selfClosing, rewritten: plain ? null : `<${name}${rewritten}`, attributes };
    }
    const attribute = start === from && attributes === 0 && !selfClosing ? null : readAttribute(text, close);
    // Behind the first attribute a stray character is no reason to take the tag for text.
    if (attribute === null && attributes > 0 && isStray(text, close)) {
      plain = false;
      from = close + 1;
      continue;
    }
    if (attribute === null) return null;
    plain &&= attribute.rewritten === null && !selfClosing;
    rewritten += ` ${attribute.rewritten ?? text.slice(start, attribute.end)}`;
    from = attribute.end;
  }
  return null;
}

function readAttribute(text: string, at: number): Attribute | null {
  const nameEnd = endOfName(text, at);
  if (nameEnd === at) return null;
  const equals = skipSpace(text, nameEnd);
  if (text[equals] !== '=') return { end: nameEnd, rewritten: `${text.slice(at, nameEnd)}=""` };
  const start = skipSpace(text, equals + 1);
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, start + 1);
    return close < 0 ? null : { end: close + 1, rewritten: null };
  }
  const end = endOfUnquoted(text, start);
  return { end, rewritten: `${text.slice(at, nameEnd)}="${text.slice(start, end).replaceAll('"', '&quot;')}"` };
}

function isStray(text: string, at: number): boolean {
  return at < text.length && text[at] !== '<' && endOfName(text, at) === at;
}

/** Gives the offset of the first character at or behind `at` that cannot be in a name. */
export function endOfName(text: string, at: number): number {
  let i = at;
  // A table, since this is what is done most, and a parse is over before functions are compiled.
  for (let code = text.charCodeAt(i); code > 127 || NAME[code] === 1; code = text.charCodeAt(++i));
  return i;
}

/** ASCII characters that are in names. */
const NAME = Uint8Array.from({ length: 128 }, (_, code) => (/[\w:.-]/.test(String.fromCharCode(code)) ? 1 : 0));

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function skipSpace(text: string, at: number): number {
  let i = at;
  for (let code = text.charCodeAt(i); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(++i));
  return i;
}

function endOfUnquoted(text: string, at: number): number {
  let i = at;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isSpace(code) || code === 62 || code === 60) break;
  }
  return i;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
