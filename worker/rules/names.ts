import type { RememberedComment, SeenComment } from './watch.ts';

/** A comment as seen or as remembered. */
export type NamedComment = Pick<SeenComment, 'id' | 'fingerprint' | 'author' | 'time'> & {
  readonly content: string | null;
  readonly shown?: boolean;
};

/** A name of a comment; `null`: it has none of that sort. */
export type NameOf = (of: NamedComment) => string | null;

const DAY = 24 * 60 * 60_000;

/** Digest of an empty text: one that tells nothing. */
export const NOTHING_SAID = '47DEQpj8HBSa';

export const idOf: NameOf = ({ id }) => id;

export const fingerprintOf: NameOf = ({ fingerprint }) => fingerprint;

/** Fingerprint, for those remembered of which version 1 knew no more. */
export const fingerprintAlone: NameOf = ({ fingerprint, author, time, shown }) => {
  return shown !== undefined && (author !== null || time !== null) ? null : fingerprint;
};

export const authorTimeOf: NameOf = ({ author, time }) =>
  author === null || time === null ? null : `${author} ${time}`;

export const authorOf: NameOf = ({ author }) => author ?? '';

/** ID, author and time, be these given or not. */
export function idAuthorTime({ id, author, time }: NamedComment): string {
  return `${id} ${author} ${time}`;
}

export const textOf: NameOf = ({ content }) => (content === NOTHING_SAID ? null : content || null);

/** No name of those remembered that did not stand in the last whole answer. */
export const shownLast: NameOf = ({ shown }) => (shown === false ? null : '');

/** Several names as one; none if one of them is missing. */
export function all(first: NameOf, second: NameOf, third?: NameOf): NameOf {
  return (of) => {
    const [one, two, three] = [first(of), second(of), third === undefined ? '' : third(of)];
    return one === null || two === null || three === null ? null : `${one} ${two} ${three}`;
  };
}

/** Tells whether times here tell comments apart: all on the full minute, as where only days are given, do not. */
export function hasSeconds(known: readonly RememberedComment[], seen: readonly SeenComment[]): boolean {
  return known.some(isExact) || seen.some(isExact);
}

function isExact({ time }: Pick<NamedComment, 'time'>): boolean {
  return time !== null && time % 60_000 !== 0;
}

/** Tells whether there are times of day at all: where only days are given, each time is the same one of them. */
export function hasTimesOfDay(comments: readonly NamedComment[]): boolean {
  return new Set(comments.flatMap(({ time }) => (time === null ? [] : time % DAY))).size > 1;
}
