import * as v from 'valibot';
import { oneUrl } from '../destination/endpoint.ts';
import { readDigest } from '../rules/digest.ts';
import { readQuiet } from '../rules/quiet.ts';
import { MESSAGE_TYPES } from '../rules/events.ts';
import { filterRules } from './filter-fields.ts';
import { requestHeaders } from '../destination/headers.ts';

/** A feed's or a destination's name. */
export const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** `secret:NAME`, where a credential may stand: read from the Worker's secret NAME. */
export const SECRET_REFERENCE = /^secret:([A-Za-z_][A-Za-z0-9_]*)$/;

const name = v.pipe(
  v.string(),
  v.regex(NAME, 'must be a destination’s name: a-z, 0-9, ".", "_" or "-", 64 characters at most'),
);

// 5 minutes, the cron's interval, up to 7 days.
const EVERY = /^(?:(?:[5-9]|[1-9]\d{1,3}|10080)m|(?:[1-9]|[1-9]\d|1[0-5]\d|16[0-8])h|[1-7]d)$/;

/** Spans that `follow` takes: 1 to 366 days. */
export const FOLLOW = /^(?:[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6])d$/;

/** Fields of `feed:<name>`. They check and change nothing, so that the JSON Schema can be made of them. */
export const feedFields = {
  url: v.pipe(
    v.string(),
    oneUrl,
    v.regex(/^https?:\/\/[^/\s]/i, 'must be a URL that begins with https:// or http://'),
    v.regex(/^[^:]*:\/\/(?![^/?#]*@)/, 'has a user name or password in it; "auth" is the place for them'),
    v.description('A comment feed, or a post or site that has one.'),
  ),
  to: v.optional(
    v.pipe(
      v.union(
        [name, v.pipe(v.array(name), v.minLength(1, 'must name a destination'))],
        'must be a destination’s name, or a list of names',
      ),
      v.description('A destination’s name, or a list of names; "default" where it is left out.'),
    ),
  ),
  every: v.optional(
    v.pipe(
      v.string(),
      v.regex(EVERY, 'must be a time from "5m" to "7d", like "15m", "2h" or "1d"'),
      v.description('Time between polls, "5m" to "7d"; automatic where it is left out.'),
    ),
  ),
  backfill: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(0, 'must be 0 or more'),
      v.description('How many of the comments already there the first poll delivers, newest ones.'),
    ),
  ),
  follow: v.optional(
    v.pipe(
      v.string(),
      v.regex(FOLLOW, 'must be a number of days from "1d" to "366d", like "14d"'),
      v.description(
        '"url" is a feed of posts, or a site: every post’s own comment feed is watched for so long after its last comment; off where it is left out.',
      ),
    ),
  ),
  headers: v.optional(v.pipe(requestHeaders, v.description('Request headers for this feed.'))),
  auth: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[^:]+:/, 'must be user:password'),
      // RFC 7617 section 2.
      v.check((auth) => !/\p{Cc}/u.test(auth), 'has a line break or another control character in it'),
      v.description('user:password for HTTP Basic; better as secret:NAME.'),
    ),
  ),
  ...filterRules,
  moderate: v.optional(
    v.pipe(
      v.boolean(),
      v.description('true: messages carry links to edit or remove the comment, where its system has such.'),
    ),
  ),
  paused: v.optional(v.pipe(v.boolean(), v.description('true: not polled for now.'))),
};

const PACE = 'must be like "30/m": a number from 1 to 9999, then /s, /m or /h';

const prefixes = new Set(MESSAGE_TYPES.map((type) => type.replace(/\..*/, '.*')));

/** Fields of `destination:<name>` that every platform shares; each platform's schema has its own. */
export const commonFields = {
  type: v.optional(v.pipe(v.string(), v.description('The platform; guessed from the URL where it is left out.'))),
  events: v.optional(
    v.pipe(
      v.array(
        v.picklist([...MESSAGE_TYPES, ...prefixes], `must be one of ${[...prefixes, ...MESSAGE_TYPES].join(', ')}`),
      ),
      v.description(
        'Which messages come here, by type or prefix; left out: all, but no comment.updated where the chat cannot edit.',
      ),
    ),
  ),
  pace: v.optional(
    v.pipe(
      v.string(PACE),
      v.regex(/^[1-9]\d{0,3}\/[smh]$/, PACE),
      v.description('At most so many messages; the platform’s published limit where it is left out.'),
    ),
  ),
  roundup: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be 1 or more'),
      v.description(
        'Chats: when more comments of one feed than this wait, they go as one message; 10 where it is left out.',
      ),
    ),
  ),
  digest: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => readDigest(text) !== null,
        'must be "1h" … "12h" (dividing 24), "1d@09:00 Europe/Berlin" or "mon@09:00 Europe/Berlin"',
      ),
      v.description('Chats: comments are gathered, and go as one message at these times; UTC where no zone is given.'),
    ),
  ),
  quiet: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => readQuiet(text) !== null,
        'must be two different times of day, like "22:00-07:00 Europe/Berlin"',
      ),
      v.description('Hours in which what comes waits until they end; UTC where no zone is given.'),
    ),
  ),
  ...filterRules,
};
