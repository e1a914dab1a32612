import { type ConfigFailure, configFailure } from '../config/failure.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, keyProblem, shownName } from '../config/keys.ts';
import type { ConfigKeys } from '../rpc/config.ts';
import type { FeedView } from './feed-view.ts';

/** Misnamed keys that are looked at: who has more uses the namespace for something else. */
const MISNAMED = 100;

/** An issue in CONFIG, or a document that cannot be read. */
export type FoundIssue = {
  readonly failure: ConfigFailure;
  /** The reason that a version before wrote into the feed's row when it had told of it. */
  readonly before: string | null;
  /** The destination that a feed names and CONFIG does not have; `null`: it is another issue. */
  readonly missing: string | null;
};

/** The reason why a feed whose document cannot be read is not polled. */
export const UNREADABLE =
  'What is remembered of this feed cannot be read, so it is not polled. Restore its value in SEEN, or delete that to begin anew.';

/**
 * Finds all issues that a shard can see: in its feeds' values, in their `to`, in other keys of CONFIG, and documents that
 * are `unreadable` (by name). `keys`: CONFIG's other keys; `null`: not known now.
 */
export function findIssues(
  views: readonly FeedView[],
  unreadable: readonly string[],
  keys: ConfigKeys | null,
): readonly FoundIssue[] {
  const values = views.flatMap(({ row, feed }): readonly FoundIssue[] =>
    feed?.ok === false ? [{ failure: feed, before: row.invalid, missing: null }] : [],
  );
  const documents = unreadable.map((name): FoundIssue => {
    const issue = { field: null, detail: UNREADABLE };
    const failure: ConfigFailure = { ok: false, reason: 'config', key: shownName(name), ...issue, issues: [issue] };
    return { failure, before: null, missing: null };
  });
  if (keys === null) return [...values, ...documents];
  const misnamed = keys.misnamed.slice(0, MISNAMED).map((key): FoundIssue => {
    return { failure: configFailure(key, [{ field: null, detail: keyProblem(key) }]), before: null, missing: null };
  });
  return [...values, ...documents, ...misnamed, ...missingDestinations(views, keys.destinations)];
}

function missingDestinations(views: readonly FeedView[], destinations: readonly string[]): readonly FoundIssue[] {
  const present = new Set(destinations);
  return views.flatMap(({ row, feed }) => {
    const missing = feed?.ok ? feed.value.to.filter((name) => !present.has(name)) : [];
    return missing.map((name): FoundIssue => {
      const detail = `CONFIG has no ${DESTINATION_PREFIX}${name}; the messages for it wait until it has`;
      return { failure: configFailure(FEED_PREFIX + row.name, [{ field: 'to', detail }]), before: null, missing: name };
    });
  });
}
