import { log } from '../io/log.ts';
import type { OutboxContext } from './context.ts';

/**
 * Renames a feed in all that is kept of it, at once or not at all: its messages and their bodies, the comments that belong to
 * it, its roundups, its posts' threads and its turn. Ids and keys stay, and so does the order: they are what tells a comment
 * that is offered again. It costs a row for each message of its 90 days, two for each that waits.
 */
export function renameFeed(context: OutboxContext, from: string, to: string): void {
  if (from === to || from === '' || to === '') return;
  context.atomically(() => {
    for (const query of QUERIES) context.sql.exec(query, from, to);
    if (context.state.lastFeed === from) context.change({ lastFeed: to });
  });
  log('outbox.feed-renamed', { destination: context.shownName, feed: to, former: from });
}

/** The key of a post that has no address of its own begins with the feed's name (`postKey`). */
const POST = `iif(substr(post, 1, length(?1) + 1) = ?1 || ' ', ?2 || substr(post, length(?1) + 1), post)`;

const QUERIES = [
  `UPDATE message SET owner = ?2 WHERE owner = ?1 AND feed <> ?1`,
  `UPDATE message SET feed = ?2, owner = iif(owner = ?1, ?2, owner), post = ${POST},
     body = iif(json_valid(body) AND json_extract(body, '$.data.feed.name') = ?1,
       json_set(body, '$.data.feed.name', ?2), body)
   WHERE feed = ?1`,
  `UPDATE message SET reason = 'waits an hour for feed ' || ?2 || ', to which the comment belongs'
   WHERE due IS NOT NULL AND reason = 'waits an hour for feed ' || ?1 || ', to which the comment belongs'`,
  `UPDATE roundup SET feed = ?2 WHERE feed = ?1`,
  `UPDATE OR REPLACE thread SET post = ${POST} WHERE substr(post, 1, length(?1) + 1) = ?1 || ' '`,
];
