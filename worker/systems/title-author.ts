/** Name of at most four words: more are a sentence. */
const NAME = String.raw`\S{1,40}?(?: \S{1,40}?){0,3}?`;

/** Titles that name who wrote: "Ann commented on Knots", "New comment by Ann on Knots", "Review by Ann", "Von: Ann". */
const TITLES = [
  new RegExp(
    String.raw`^(?:new )?(?:comment|reply|response|answer|review|message)s? (?:by|from) (${NAME})(?:(?: (?:on|in|to|for|about) .*)|:.*)?$`,
    'is',
  ),
  new RegExp(String.raw`^(?:by|von|par|por|door|di|av|od|от)\s?: (${NAME})$`, 'is'),
  new RegExp(
    String.raw`^(${NAME}) (?:commented|replied|wrote|schrieb|kommentierte|comentó|написал|написала|пишет)(?:(?: (?:on|to|in|at|about|zu) .*)|:.*)?$`,
    'is',
  ),
];

/** Finds the author that a comment's title names, where nothing else does; `null` where it names none. */
export function authorInTitle(title: string | null): string | null {
  for (const pattern of title === null ? [] : TITLES) {
    const name = pattern.exec(title ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return null;
}
