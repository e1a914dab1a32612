import type { RememberedComment, SeenComment, Watch } from './watch.ts';

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

/** Digest of the ID. */
export const byId: NameOf = ({ id }) => id;

/** Digest of author, time and permalink. */
export const byFingerprint: NameOf = ({ fingerprint }) => fingerprint;

/** Fingerprint, for those remembered of which version 1 knew no more. */
export const byFingerprintAlone: NameOf = ({ fingerprint, author, time, shown }) => {
  return shown !== undefined && (author !== null || time !== null) ? null : fingerprint;
};

/** Author and time; none where either is missing. */
export const byAuthorTime: NameOf = ({ author, time }) =>
  author === null || time === null ? null : `${author} ${time}`;

/** Author; all without one have the same name. */
export const byAuthor: NameOf = ({ author }) => author ?? '';

/** ID, author and time, be these given or not. */
export function byIdAuthorTime({ id, author, time }: NamedComment): string {
  return `${id} ${author} ${time}`;
}

/** Digest of the text; none where it is empty or not known. */
export const byText: NameOf = ({ content }) => (content === NOTHING_SAID ? null : content || null);

/** No name of those remembered that did not stand in the last whole answer. */
export const shownLast: NameOf = ({ shown }) => (shown === false ? null : '');

/** Several names as one; none if one of them is missing. */
export function all(first: NameOf, second: NameOf, third?: NameOf): NameOf {
  return (of) => {
    const [one, two, three] = [first(of), second(of), third === undefined ? '' : third(of)];
    return one === null || two === null || three === null ? null : `${one} ${two} ${three}`;
  };
}

/** True if times here tell comments apart; times that are all on the full minute, as where only days are given, do not. */
export function hasSeconds(known: readonly RememberedComment[], seen: readonly SeenComment[]): boolean {
  return known.some(isExact) || seen.some(isExact);
}

function isExact({ time }: Pick<NamedComment, 'time'>): boolean {
  return time !== null && time % 60_000 !== 0;
}

/** True if there are times of day at all; where only days are given, each time is the same one of them. */
export function hasTimesOfDay(comments: readonly NamedComment[]): boolean {
  return new Set(comments.flatMap(({ time }) => (time === null ? [] : time % DAY))).size > 1;
}

/**
 * True if a comment may have stood in the last answer. One that was written since may well say what another one did,
 * and is none of those renamed. Known comments show how far that answer went: it came some time after its tick.
 */
export function isOld({ whole, remembered }: Watch, { time }: SeenComment): boolean {
  if (time === null || whole === null || time <= whole.at) return true;
  return remembered.some((one) => one.shown && one.time !== null && time <= one.time);
}

/** True if a comment may be known under another ID: it is old, and not below the edge. */
export function mayBeKnown(watch: Watch, comment: SeenComment): boolean {
  const { edge } = watch;
  const isBelow = edge !== null && edge !== 'open' && comment.time !== null && comment.time < edge.time;
  return isOld(watch, comment) && !isBelow;
}
