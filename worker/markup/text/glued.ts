/** Letters of scripts without spaces between words, and of Korean, which has none before particles. */
const LETTER = String.raw`[[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]&&[\p{L}\p{M}\p{N}]]`;

/** Run of such letters, or of emoji, which are also written directly after an address. */
const RUN = new RegExp(
  String.raw`(?:${LETTER}|\p{Extended_Pictographic})(?:${LETTER}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u200c\u200d])*`,
  'vy',
);

const LETTER_FIRST = new RegExp(`^${LETTER}`, 'v');
const LETTER_LAST = new RegExp(`${LETTER}$`, 'v');

/** Length of the run of such letters or emoji that begins at `at`; 0 where there is none. */
export function runLength(text: string, at: number): number {
  // Fast path: most of an address is ASCII.
  if (!(text.charCodeAt(at) >= 0x80)) return 0;
  RUN.lastIndex = at;
  return RUN.exec(text)?.[0].length ?? 0;
}

/** True if such a letter is directly before `at`. */
export function isGluedAt(text: string, at: number): boolean {
  return LETTER_LAST.test(text.slice(Math.max(0, at - 2), at));
}

const HOST = /(?:[[\p{L}\p{M}\p{N}]--[\uff01-\uff65]]|[.\-])*/vy;

/**
 * End of the host that begins at `start`; `isEnd` if the address ends with it. The last label of a host does not mix
 * ASCII and such letters: those after ASCII belong to the text.
 */
export function hostAt(text: string, start: number): { readonly end: number; readonly isEnd: boolean } {
  HOST.lastIndex = start;
  const [host = ''] = HOST.exec(text) ?? [];
  const label = host.lastIndexOf('.') + 1;
  const [ascii = ''] = /^[a-z\d-]+/i.exec(host.slice(label)) ?? [];
  const end = start + label + ascii.length;
  return ascii !== '' && runLength(text, end) > 0 ? { end, isEnd: true } : { end: start + host.length, isEnd: false };
}

/** Path segments that are followed by a title as it is written (`/wiki/東京`, `/tag/AI绘画`). */
const BEFORE_TITLE =
  /\/(?:wiki|w|index\.php|item|view|title|tags?|categor(?:y|ies)|labels?|topics?|search|keywords?|hashtag|users?|author)\/$/i;

/** Longer than any of these, and than the namespace of a wiki (`Category:`). In UTF-16 units. */
const NEAR = 32;

/** Position of a run of such letters in a text, within an address. */
export type Run = {
  readonly start: number;
  readonly end: number;
  /** Start of its path segment, query or fragment. */
  readonly segment: number;
  /** True if such a letter is directly before the address: then all of the text is written without spaces. */
  readonly isGlued: boolean;
};

/**
 * True if a run is part of the address: the address goes on behind it, or it begins a segment, a word of it or a value,
 * or it is in a title's segment. Else it is the text that follows.
 */
export function isOwnRun(text: string, { start, end, segment, isGlued }: Run): boolean {
  if (/^(?:[/?#=&_%-]|\.[a-z\d])/i.test(text.slice(end, end + 2))) return true;
  const isTitle = BEFORE_TITLE.test(text.slice(Math.max(0, segment - NEAR), segment));
  const before = text.charAt(start - 1);
  switch (before) {
    case '=':
    case '#':
    case '&':
    case '_':
    case '+':
    case '@':
    case '-':
      return true;
    case '(':
      return /[/=_+-]/.test(text.charAt(start - 2));
    case ':':
      return isTitle || /[/=][A-Z][A-Za-z_]*:$/.test(text.slice(Math.max(0, start - NEAR), start));
    case '/':
      return isTitle || (!isGlued && LETTER_FIRST.test(text.slice(start, start + 2)) && !text.startsWith('を', start));
    default:
      return isTitle && !isGlued && /[\p{L}\p{M}\p{N}]/u.test(before);
  }
}
