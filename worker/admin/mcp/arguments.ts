import * as v from 'valibot';
import { NAME } from '../../config/fields.ts';
import type { ListQuery } from '../shapes.ts';

/** Most entries of a page: more than that is no answer for an assistant. */
const MOST = 100;
const USUAL = 20;

/** Longest `after`, a cursor of ours, and longest text to search for. */
const LONGEST = 500;

/** Name of a feed or destination. */
export const named = (description: string) =>
  v.pipe(v.string(), v.regex(NAME, 'is no name'), v.description(description));

const short = (description: string) => v.optional(v.pipe(v.string(), v.maxLength(LONGEST), v.description(description)));

/** Arguments of every list: which page of it. */
export const paging = {
  limit: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(MOST),
      v.description(`Entries of a page, ${MOST} at most; ${USUAL} where it is left out.`),
    ),
  ),
  after: short('"next" of the page before.'),
};

/** Argument of lists that can be searched. */
export const search = short('Only entries with this text in them, in upper or lower case.');

type Filters = {
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
  readonly state?: string | undefined;
  readonly feed?: string | undefined;
  readonly q?: string | undefined;
};

/** Makes the query of checked arguments. */
export function queryOf({ limit = USUAL, after, state, feed, q }: Filters): ListQuery {
  return { limit, after: after ?? null, state: state ?? null, feed: feed ?? null, q: q ?? null };
}
