/** A message above a page about what was just done. It is named by a code in the query, so that nobody else's words get there. */
export type Flash = { readonly kind: 'good' | 'bad'; readonly text: string };

const counted = (count: number, one: string, many: string) => (count === 1 ? `One ${one}` : `${count} ${many}`);

const words: Readonly<Record<string, (count: number, rest: number) => string>> = {
  added: () => 'Saved. New comments are sent from now on.',
  'added-destination': () => 'Saved. Send a test to see that it works; then add a feed that goes here.',
  saved: () => 'Saved. It is in force at once.',
  deleted: () => 'Deleted.',
  renamed: () => 'Renamed. What is remembered has come along.',
  reset: () => 'Forgotten. The next poll is a first one.',
  paused: () => 'Paused. It is not polled until you resume it.',
  resumed: () => 'Resumed. What came meanwhile will be sent.',
  skipped: () => 'Resumed. What came meanwhile stands in the log, and is not sent.',
  blocked: () => 'That author’s comments are not sent from now on: a rule in “Never” says so.',
  tested: () => 'A test was sent. What became of it is in the log below.',
  imported: () => 'Imported. It is in force at once.',
  unchanged: () => 'There was nothing to change.',
  opml: (count, rest) =>
    `${counted(count, 'feed was', 'feeds were')} added; ${counted(rest, 'was', 'were')} there already.`,
  replayed: (count, rest) =>
    count + rest === 0
      ? 'There is none to send again.'
      : `${counted(count, 'message waits', 'messages wait')} to be sent again${rest > 0 ? `; the text of ${rest} is not kept any more` : ''}.`,
  'paused-many': (count) => `${counted(count, 'feed is', 'feeds are')} paused.`,
  'resumed-many': (count) => `${counted(count, 'feed is', 'feeds are')} polled again.`,
  'moved-many': (count) => `${counted(count, 'feed goes', 'feeds go')} there now.`,
  'polled-watching': (count) => `Polled for the first time: ${counted(count, 'comment', 'comments')} in it.`,
  'polled-read': (count) => `Polled: ${counted(count, 'new comment', 'new comments')}.`,
  'polled-unchanged': () => 'Polled: nothing new.',
  'polled-polling': () => 'The poll takes longer than half a minute, and goes on.',
  'polled-busy': () => 'It is being polled already.',
};

const troubles: Readonly<Record<string, (count: number) => string>> = {
  'selected-none': () => 'Nothing was selected. Tick some rows first.',
  'failed-some': (count) => `${counted(count, 'of them', 'of them')} could not be changed; look at each.`,
  'polled-failed': () => 'The poll failed; the reason stands below.',
  'polled-postponed': () => 'It could not be polled just now. It is tried again within five minutes.',
  'polled-paused': () => 'It is paused: resume it first.',
  'polled-invalid': () => 'Its settings are not valid, so it is not polled.',
};

const numberOf = (url: URL, name: string) => {
  const text = url.searchParams.get(name) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
};

/** The message that a page's query names; `null`: none, or one that there is not. */
export function flashOf(url: URL): Flash | null {
  const code = url.searchParams.get('done') ?? '';
  const [count, rest] = [numberOf(url, 'n'), numberOf(url, 'm')];
  if (Object.hasOwn(words, code)) return { kind: 'good', text: words[code]?.(count, rest) ?? '' };
  if (Object.hasOwn(troubles, code)) return { kind: 'bad', text: troubles[code]?.(count) ?? '' };
  return null;
}
