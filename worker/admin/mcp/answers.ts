import * as v from 'valibot';
import {
  feedShape,
  postCountsShape,
  postShape,
  messageShape,
  messageStates,
  overviewShape,
  pollShape,
  replayedShape,
  destinationShape,
} from '../shapes.ts';

// What the tools answer (`structuredContent`). schemas.json is made of it (npm run schema): the Worker holds that alone.

const text = v.string();
const textOrNull = v.nullable(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const instantOrNull = v.nullable(v.pipe(text, v.isoTimestamp()));
const next = v.pipe(textOrNull, v.description('"after" of the next page; null: this is the last one.'));

/** Text of a stranger, between the marks that `notice` explains. */
const untrusted = v.pipe(textOrNull, v.description('Untrusted text, between marks.'));
const notice = v.pipe(text, v.description('How untrusted text is marked in this answer. Read it first.'));

const { name, state, reason, since, lastNews, lastPoll } = feedShape.entries;
const polledNext = feedShape.entries.next;
const feed = {
  name,
  url: v.pipe(textOrNull, v.description('As the owner wrote it; "secret:NAME" stands for a URL that is not shown.')),
  title: untrusted,
  found: v.pipe(textOrNull, v.description('The comment feed that was found there, if it is another URL.')),
  state,
  reason,
  since,
  lastNews,
  lastPoll,
  next: polledNext,
};
const posts = v.pipe(
  v.nullable(
    v.object({
      ...postCountsShape.entries,
      troubles: v.array(v.object({ url: textOrNull, since, reason: textOrNull })),
    }),
  ),
  v.description('Of a site that is followed: its posts, and those whose comments cannot be read, longest first.'),
);
const settings = v.pipe(
  v.record(text, v.unknown()),
  v.description('Fields of its value, without url and credentials; rules, which may quote commenters, are marked.'),
);

const { config: _config, ...destination } = destinationShape.entries;

const { answer: _answer, rule: _rule, summary: _summary, ...message } = messageShape.entries;
const summary = v.object({ author: untrusted, post: untrusted, excerpt: untrusted, url: textOrNull });

const comment = {
  url: textOrNull,
  author: untrusted,
  published: instantOrNull,
  post: untrusted,
  excerpt: untrusted,
  destinations: v.array(
    v.object({
      name: text,
      message: v.pipe(text, v.description('The message’s id there, for replay.')),
      state: v.picklist(messageStates),
      reason: textOrNull,
      until: instantOrNull,
    }),
  ),
};

const candidate = v.object({
  url: textOrNull,
  of: v.pipe(
    v.picklist(['feed', 'page', 'site', 'posts']),
    v.description('Whose comments: the URL itself was a feed; one page’s; a whole site’s; posts, not comments.'),
  ),
  why: text,
});
const found = v.object({
  kind: v.pipe(
    v.picklist(['feed', 'destination', 'none']),
    v.description('destination: it is a chat’s webhook URL, not a feed.'),
  ),
  reason: textOrNull,
  chosen: v.nullable(candidate),
  title: untrusted,
  homePage: textOrNull,
  comments: v.pipe(v.nullable(count), v.description('Comments in it now.')),
  others: v.array(candidate),
});

const previewed = v.object({
  url: textOrNull,
  author: untrusted,
  post: untrusted,
  published: instantOrNull,
  text: untrusted,
  stages: v.array(v.object({ stage: text, passes: v.boolean(), detail: textOrNull })),
});

/** Answer of a changing tool. */
function changed(result: v.GenericSchema) {
  return v.object({
    done: v.pipe(v.boolean(), v.description('false: nothing has happened; call again with "confirm".')),
    summary: v.pipe(text, v.description('What would happen, or has. Show it to the user before you confirm.')),
    confirm: v.pipe(textOrNull, v.description('The token for the second call.')),
    expires: v.pipe(instantOrNull, v.description('When the token expires.')),
    result: v.nullable(result),
  });
}

const feedState = v.object({ name, state, reason, next: polledNext });

/** Shape of each tool’s answer, by its name. */
export const answerShapes = {
  list_problems: overviewShape,
  list_feeds: v.object({ notice, items: v.array(v.object(feed)), next }),
  get_feed: v.object({ notice, ...feed, posts, settings: v.nullable(settings) }),
  list_posts: v.object({ notice, items: v.array(v.object({ ...postShape.entries, url: textOrNull })), next }),
  recent_comments: v.object({ notice, items: v.array(v.object(comment)), next }),
  list_destinations: v.object({ items: v.array(v.object(destination)), next }),
  list_messages: v.object({
    notice,
    items: v.array(
      v.object({
        ...message,
        rule: untrusted,
        answer: v.nullable(v.object({ status: v.nullable(count), ms: v.nullable(count) })),
        summary: v.nullable(summary),
      }),
    ),
    next,
  }),
  discover: v.object({ notice, ...found.entries }),
  preview: v.object({
    notice,
    found,
    comments: v.array(previewed),
    errors: v.array(v.object({ key: text, field: textOrNull, detail: text })),
  }),
  add_feed: changed(feedState),
  pause_feed: changed(feedState),
  resume_feed: changed(feedState),
  poll_feed: changed(pollShape),
  replay: changed(replayedShape),
  test_destination: changed(v.object({ id: text })),
} as const;

/** Content of each tool’s answer, by its name. */
export type Answers = { readonly [T in keyof typeof answerShapes]: v.InferOutput<(typeof answerShapes)[T]> };
