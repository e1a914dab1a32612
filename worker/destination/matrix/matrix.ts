import * as v from 'valibot';
import type { Outgoing } from '../../exchange.ts';
import type { Channel, DeliveryContext, Refs } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, noUrl, silent, template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { eventIdOf, readAnswer } from './answer.ts';
import { editEvent, isWhole, type MessageOptions, type MessageEvent, newEvent } from './event.ts';

/** A room's id; that of room version 12 has no domain. https://spec.matrix.org/latest/appendices/#room-ids */
const ROOM = /^![^\s\p{Cc}/?#]{1,254}$/u;

/** Most that one message pings: each name is in the event several times. */
const MENTIONS = 10;

/** Clients in the web, whose addresses are none of a homeserver. */
const CLIENTS = /(?:^|\.)(?:matrix\.to|element\.io)$/;

const schema = v.strictObject({
  url: noUrl(() => 'is nothing that Matrix needs; needed are "homeserver", "room" and "token"'),
  homeserver: v.pipe(
    endpoint,
    v.check((url) => !/\/_matrix\b|[?#]/.test(url), 'must be the homeserver’s base URL alone, without /_matrix/…'),
    v.check((url) => !CLIENTS.test(URL.parse(url)?.hostname ?? ''), 'is that of a client; needed is the homeserver’s'),
    v.description('The homeserver’s base URL, like https://matrix-client.matrix.org.'),
  ),
  room: v.pipe(
    v.string(),
    v.check((room) => !room.startsWith('#'), 'is an alias; needed is the room’s id, !…, from its settings, Advanced'),
    v.regex(ROOM, 'must be a room’s id, !…, from the room’s settings, Advanced'),
    v.description('The room’s id, !…, from its settings, Advanced.'),
  ),
  token: v.pipe(
    v.string(),
    v.regex(/^[!-~]+$/, 'must be an access token, without white space'),
    v.description('The access token of the user who writes into the room.'),
  ),
  threads,
  silent,
  template,
  mention: v.pipe(
    mention(
      /^@(?:room|[^\s\p{Cc}@:]{0,200}:[^\s\p{Cc}@/]{1,200})$/u,
      'must be a user’s id, @ada:example.org, or @room',
    ),
    v.check((names) => [names].flat().length <= MENTIONS, `must be ${MENTIONS} at most`),
  ),
});

type Settings = v.InferOutput<typeof schema>;

/** Matrix, as a user of a homeserver. */
export const matrix = definePlatform({
  type: 'matrix',
  family: 'chat',
  guess: ({ hostname }) => CLIENTS.test(hostname),
  fieldsOf,
  addresses: ['homeserver'],
  schema,
  credentials: ['token'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** The room that a client's link to it names; what else is needed, no link has in it. */
function fieldsOf(url: URL): Readonly<Record<string, unknown>> {
  if (!CLIENTS.test(url.hostname)) return { url: url.href };
  const room = /^#\/(?:room\/)?((?:!|%21)[^/?]+)/i.exec(url.hash)?.[1];
  return room === undefined ? {} : { room: room.replaceAll('%21', '!').replaceAll(/%3a/gi, ':') };
}

function open(settings: Settings): Channel {
  const { homeserver, room } = settings;
  const options: MessageOptions = {
    silent: settings.silent === true,
    mentions: [...new Set([settings.mention ?? []].flat())],
  };
  const hasThreads = (settings.threads ?? false) !== false;
  const request = (event: MessageEvent, about: DeliveryContext): Outgoing => requestOf(settings, event, about);
  return {
    // Synapse's default allows 0.2 a second after the first ten, matrix.org more; a refusal says for how long.
    pace: { count: 1, per: 1_000 },
    place: `matrix:${new URL(homeserver).host}/${room}`,
    threads: hasThreads,
    knowsThreads: true,
    edits: true,
    readsAnswer: true,
    render: async (message, given, about) => {
      const refs = checked(given, hasThreads);
      const sent = message.type === 'comment.updated' ? refs.sent : null;
      const content = contentOf(message, { ...refs, sent }, settings.template);
      return request(sent === null ? newEvent(content, refs, options) : editEvent(content, sent, options), about);
    },
    roundup: async (comments, given, about) =>
      request(newEvent(roundupContent(comments), { ...checked(given, hasThreads), parent: null }, options), about),
    capacity: (comments) => capacityOf(comments, (roundup) => isWhole(roundup, options)),
    read: (answer, to) => readAnswer(answer, to, hasThreads),
  };
}

/** Refs as far as they are ids of events. The parent's words are shown by clients themselves, which quote what is answered. */
function checked({ thread, sent, parent }: Refs, hasThreads: boolean): Refs {
  const answered = eventIdOf(parent?.sent ?? null);
  return {
    thread: hasThreads ? eventIdOf(thread) : null,
    sent: eventIdOf(sent),
    parent: parent === null || answered === null ? null : { ...parent, sent: answered, excerpt: null },
  };
}

/** The transaction's id is the delivery's: a repeat of it is answered with the event of the first. */
function requestOf(
  { homeserver, room, token }: Settings,
  event: MessageEvent,
  { deliveryId }: DeliveryContext,
): Outgoing {
  const base = homeserver.replace(/\/+$/, '');
  const path = `rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(deliveryId)}`;
  return {
    kind: 'http',
    method: 'PUT',
    url: `${base}/_matrix/client/v3/${path}`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(event),
  };
}
