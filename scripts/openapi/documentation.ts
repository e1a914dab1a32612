import { discoverShape, previewRequestShape } from '../../worker/admin/api/config.ts';
import { replayShape } from '../../worker/admin/api/destinations.ts';
import { renameShape, resumeShape } from '../../worker/admin/api/feeds.ts';
import type { RouteId } from '../../worker/admin/api/routes.ts';
import { discoveryShape, previewShape } from '../../worker/admin/preview-shapes.ts';
import {
  commentShape,
  destinationShape,
  feedShape,
  messageShape,
  messageWithPayloadShape,
  pollShape,
  postShape,
  replayedShape,
} from '../../worker/admin/shapes.ts';
import { type Answer, bodies, type Body, GONE, json, ok, OPML, page } from './bodies.ts';

/** Words about one route. `problems`: statuses beside those that every route has. */
export type Documentation = {
  readonly summary: string;
  readonly description?: string;
  readonly request?: Body;
  readonly answers: readonly Answer[];
  readonly problems: readonly (400 | 404 | 409 | 422)[];
};

const FEED = json('Feed', feedShape);
const DESTINATION = json('Destination', destinationShape);

const MASKED =
  'Credentials are masked (`masked:<last 4>`). A mask in what is sent means "unchanged" where that field has a value with that ending.';
const LIST =
  'A page may hold fewer items than `limit`, or none, before the end: `next` says if there is more, and is the `after` of it.';

/** Words, bodies and answers of each route. */
export const documentation: Readonly<Record<RouteId, Documentation>> = {
  readHealth: {
    summary: 'Tells if the cron runs',
    description: 'Open to everybody. Who sends a token is also told which commit runs.',
    answers: ok(bodies.health, 'The cron runs; 503: it has not for a quarter of an hour.'),
    problems: [],
  },
  listFeeds: {
    summary: 'Lists the feeds by name',
    description: LIST,
    answers: ok(page('FeedPage', feedShape)),
    problems: [422],
  },
  readFeed: { summary: 'Shows a feed', answers: ok(FEED), problems: [404] },
  putFeed: {
    summary: 'Adds a feed, or changes it',
    description: MASKED,
    request: json('FeedValue', null),
    answers: ok(FEED, 'It is stored, and used at once.'),
    problems: [400, 422],
  },
  deleteFeed: { summary: 'Deletes a feed', answers: GONE, problems: [404] },
  pollFeed: {
    summary: 'Polls a feed now',
    description: 'Waits for the outcome for 30 seconds at most. A server that asked to be left alone is left alone.',
    answers: [
      { status: 200, when: 'The poll has ended.', body: json('Poll', pollShape) },
      { status: 202, when: 'It goes on; the feed will show how it ended.', body: json('Poll', pollShape) },
    ],
    problems: [404],
  },
  resetFeed: {
    summary: 'Forgets what is remembered of a feed',
    description: 'The next poll is a first one: what the feed holds then is not sent.',
    answers: ok(FEED),
    problems: [404],
  },
  renameFeed: {
    summary: 'Gives a feed another name',
    description: 'It keeps its memory and its log. One that is cut off can be sent again.',
    request: json('Rename', renameShape),
    answers: ok(FEED, 'The feed under its new name.'),
    problems: [400, 404, 409, 422],
  },
  resumeFeed: {
    summary: 'Goes on with a feed that was paused',
    description: '`deliver`: what came meanwhile is sent; else it is held in the log.',
    request: json('Resume', resumeShape),
    answers: ok(FEED),
    problems: [400, 404, 422],
  },
  listPosts: {
    summary: 'Lists the posts of a site that is followed',
    description: `Those whose comments cannot be read first, then by what was heard of them last; those that are watched no more come at the end. Of a feed without \`follow\` there are none. ${LIST}`,
    answers: ok(page('PostPage', postShape)),
    problems: [404, 422],
  },
  listComments: {
    summary: 'Lists a feed’s comments, and what became of each',
    description: `Newest first, as the feed’s destinations have them. ${LIST}`,
    answers: ok(page('CommentPage', commentShape)),
    problems: [404, 422],
  },
  listDestinations: {
    summary: 'Lists the destinations by name',
    description: LIST,
    answers: ok(page('DestinationPage', destinationShape)),
    problems: [422],
  },
  readDestination: { summary: 'Shows a destination', answers: ok(DESTINATION), problems: [404] },
  putDestination: {
    summary: 'Adds a destination, or changes it',
    description: MASKED,
    request: json('DestinationValue', null),
    answers: ok(DESTINATION, 'It is stored, and used at once.'),
    problems: [400, 422],
  },
  deleteDestination: {
    summary: 'Deletes a destination',
    description: 'What waits for it waits on, for 30 days, until there is one of that name again.',
    answers: GONE,
    problems: [404],
  },
  testDestination: {
    summary: 'Sends a message of type `destination.test`',
    description: 'At once, whatever else waits. The message of that id tells how it went.',
    answers: ok(bodies.testSent),
    problems: [404],
  },
  replayMessages: {
    summary: 'Sends messages again',
    description:
      'Those of `ids`, or those accepted in a span of time (`to` is not in it), in a state, of a feed; where no state is named, the delivered and the dead. They keep their ids.',
    request: json('Replay', replayShape),
    answers: ok(json('Replayed', replayedShape), 'How many wait again, and how many are not kept any more.'),
    problems: [400, 404, 422],
  },
  listMessages: {
    summary: 'Lists a destination’s messages, newest first',
    description: LIST,
    answers: ok(page('MessagePage', messageShape)),
    problems: [404, 422],
  },
  readMessage: {
    summary: 'Shows a message with its payload',
    answers: ok(json('MessageWithPayload', messageWithPayloadShape)),
    problems: [404],
  },
  readSecret: {
    summary: 'Shows the secrets that a webhook’s messages are signed with',
    description: 'For the receiver. The only answer that holds a secret; READ_TOKEN does not open it.',
    answers: ok(bodies.secrets),
    problems: [404, 409],
  },
  discover: {
    summary: 'Finds the comment feed that a URL stands for',
    request: json('Discover', discoverShape),
    answers: ok(json('Discovery', discoveryShape)),
    problems: [400, 422],
  },
  preview: {
    summary: 'Shows what would happen, were a feed saved',
    description:
      'Reads the feed, writes nothing and marks nothing as seen. `feed` and `destination` are values, or names of what is stored.',
    request: json('PreviewRequest', previewRequestShape),
    answers: ok(json('Preview', previewShape)),
    problems: [400, 422],
  },
  readConfig: {
    summary: 'Shows the configuration as one document',
    description: MASKED,
    answers: ok(bodies.config),
    problems: [],
  },
  putConfig: {
    summary: 'Makes the configuration what a document says',
    description: `What is not in it is deleted; what is the same is left as it is. ${MASKED}`,
    request: bodies.config,
    answers: ok(bodies.changes, 'What was changed, in words.'),
    problems: [400, 422],
  },
  readOpml: { summary: 'Gives the feeds as OPML', answers: ok(OPML), problems: [] },
  importOpml: {
    summary: 'Adds the feeds of an OPML file that are not there yet',
    request: OPML,
    answers: ok(bodies.imported),
    problems: [400, 422],
  },
  readOpenApi: {
    summary: 'Gives this description',
    answers: ok(bodies.openApi),
    problems: [],
  },
  mcp: {
    summary: 'Answers assistants: the Model Context Protocol',
    description:
      'JSON-RPC over Streamable HTTP, revisions 2025-11-25 and 2026-07-28. With READ_TOKEN, its reading tools alone.',
    request: bodies.request,
    answers: [
      { status: 200, when: 'The answer.', body: bodies.response },
      { status: 202, when: 'A notification was taken.', body: null },
    ],
    problems: [400],
  },
};
