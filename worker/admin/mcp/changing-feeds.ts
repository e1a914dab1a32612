import * as v from 'valibot';
import { feedFields } from '../../config/fields.ts';
import type { Done, Operations } from '../operations.ts';
import type { FeedAnswer } from '../shapes.ts';
import { named } from './arguments.ts';
import { watched } from './looking.ts';
import { changingTool, refusal } from './tool.ts';
import { plainUrl, plainWords } from './untrusted.ts';

const feedName = { name: named('The feed’s name.') };

/** The tool that adds a feed. */
export const addFeed = changingTool(
  {
    name: 'add_feed',
    title: 'Add a feed',
    description:
      'Adds a comment feed under a name that is free. Comments that are there already are not sent, but for the newest "backfill". Feeds that need credentials or a secret URL cannot be added here: the user adds those on Earshot’s pages.',
    openWorld: true,
  },
  {
    name: named('A free name: a-z, 0-9, ".", "_" or "-", 64 characters at most.'),
    ...watched,
    to: feedFields.to,
    every: feedFields.every,
    follow: feedFields.follow,
    moderate: feedFields.moderate,
  },
  {
    explain: async ({ name, ...feed }, { operations }) => {
      const taken = await takenName(name, operations);
      if (taken !== null) return taken;
      const { to = 'default', backfill = 0, url } = feed;
      const destinations = typeof to === 'string' ? [to] : to;
      const previewed = await operations.preview(feed, destinations[0] ?? 'default');
      if (!previewed.ok) return previewed;
      const { found, errors } = previewed.value;
      if (errors.length > 0) return { ...refusal(422, 'The values are not valid.'), errors };
      if (found.kind === 'destination')
        return refusal(422, `That is the address of a ${found.type} destination, not a feed.`);
      const seen =
        found.kind === 'none'
          ? `Nothing to watch was found there now (${plainWords(found.reason) ?? 'no reason given'}), so it would begin once there is.`
          : `Found there: ${plainUrl(found.chosen.url) ?? 'a feed'}, ${found.comments} comments, of which the newest ${Math.min(backfill, found.comments)} would be sent, and the others would not.`;
      return {
        ok: true,
        value: `This would add the feed "${name}", ${plainUrl(url) ?? 'at that URL'}, and send its new comments to ${list(destinations)}. ${seen}`,
      };
    },
    act: async ({ name, ...feed }, { operations }) => {
      const taken = await takenName(name, operations);
      if (taken !== null) return taken;
      return said(await operations.putFeed(name, feed), `The feed "${name}" is added.`);
    },
  },
);

/** The tool that pauses a feed. */
export const pauseFeed = changingTool(
  {
    name: 'pause_feed',
    title: 'Pause a feed',
    description: 'Stops polling a feed until it is resumed. What it remembers stays.',
    openWorld: false,
  },
  feedName,
  {
    explain: ({ name }, { operations }) =>
      about(name, operations, `This would stop polling "${name}" until it is resumed; messages that wait still go.`),
    act: async ({ name }, { operations }) => said(await operations.pauseFeed(name), `The feed "${name}" is paused.`),
  },
);

/** The tool that resumes a feed. */
export const resumeFeed = changingTool(
  {
    name: 'resume_feed',
    title: 'Resume a feed',
    description: 'Polls a paused feed again.',
    openWorld: true,
  },
  {
    ...feedName,
    deliver: v.pipe(
      v.boolean(),
      v.description('true: what came while it was paused is sent; false: that is held, and can be replayed.'),
    ),
  },
  {
    explain: ({ name, deliver }, { operations }) =>
      about(
        name,
        operations,
        `This would poll "${name}" again, and ${deliver ? 'send' : 'hold back'} the comments that came while it was paused.`,
      ),
    act: async ({ name, deliver }, { operations }) =>
      said(await operations.resumeFeed(name, deliver), `The feed "${name}" is polled again.`),
  },
);

/** The tool that polls a feed now. */
export const pollFeed = changingTool(
  {
    name: 'poll_feed',
    title: 'Poll a feed now',
    description:
      'Polls a feed at once, not waiting for its turn (but for a server that has asked to wait), and sends what is new.',
    openWorld: true,
  },
  feedName,
  {
    explain: ({ name }, { operations }) =>
      about(name, operations, `This would poll "${name}" now, and send new comments to its destinations.`),
    act: async ({ name }, { operations }) => {
      const polled = await operations.pollFeed(name);
      if (!polled.ok) return polled;
      const { outcome, news, reason } = polled.value;
      const result = { ...polled.value, reason: plainWords(reason) };
      const came = news === null ? '' : ` New comments: ${news}.`;
      return { ok: true, value: { summary: `Polled "${name}", with the outcome "${outcome}".${came}`, result } };
    },
  },
);

async function about(name: string, operations: Operations, words: string): Promise<Done<string>> {
  const feed = await operations.feed(name);
  return feed.ok ? { ok: true, value: `${words} Now it is ${STATES[feed.value.state]}.` } : feed;
}

const STATES = {
  new: 'new and not polled yet',
  ok: 'well',
  failing: 'failing',
  paused: 'paused',
  invalid: 'invalid, and so not polled',
} as const satisfies Readonly<Record<FeedAnswer['state'], string>>;

async function takenName(name: string, operations: Operations) {
  const feed = await operations.feed(name);
  if (feed.ok) return refusal(409, `There is a feed "${name}" already: choose another name, or let the user edit it.`);
  return feed.status === 404 ? null : feed;
}

function said(done: Done<FeedAnswer>, summary: string): Done<{ readonly summary: string; readonly result: object }> {
  if (!done.ok) return done;
  const { name, state, reason, next } = done.value;
  return { ok: true, value: { summary, result: { name, state, reason: plainWords(reason), next } } };
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
