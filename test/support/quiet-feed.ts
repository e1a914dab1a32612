export const TICK = 5 * 60_000;
export const TICKS_A_DAY = 288;
export const START = Date.parse('2030-03-01T00:00:00Z');

/** The number of the newest comment of feed `feed` at `now`, where `news` come in a day, evenly, at hours of its own. */
export function saidBy(news: number, feed: number, now: number): number {
  const ticks = Math.floor((now - START) / TICK) + ((feed * 37) % TICKS_A_DAY);
  return 10 + (news === 0 ? 0 : Math.floor((ticks * news) / TICKS_A_DAY));
}

/** Writes the newest ten comments of such a feed, of which `said` is the newest. */
export function quietFeed(news: number, feed: number, said: number, updated: string): string {
  const host = `feed-${feed}.example`;
  const entries = Array.from({ length: 10 }, (_, back) => {
    const number = said - back;
    const ticks = news === 0 ? -number : ((number - 10) * TICKS_A_DAY) / news - ((feed * 37) % TICKS_A_DAY);
    const time = new Date(START + Math.ceil(ticks) * TICK + 1000).toISOString();
    const names = `<id>tag:${host},2030:c${number}</id><author><name>V${number}</name></author><published>${time}</published>`;
    return `<entry>${names}<link href="https://${host}/p#c${number}"/><content type="text">Thought ${number}</content></entry>`;
  });
  return `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Feed ${feed}</title><updated>${updated}</updated>${entries.join('')}</feed>`;
}
