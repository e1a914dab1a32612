import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_REFS, type Refs } from '../../worker/destination/channel.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { casesOf } from './fixture/fixture.ts';
import { hostileHtml, hostileWords } from './fuzz-html.ts';
import { created } from './messages.ts';
import { ABOUT, bodyOf, opened } from './opened.ts';

/** FUZZ_RUNS: how many comments each chat gets, others each time; `npm test` has time for few, and they are the same. */
const { FUZZ_RUNS } = process.env;
const numRuns = Number(FUZZ_RUNS ?? 60);
const seed = FUZZ_RUNS === undefined ? { seed: 1 } : {};
const timeout = 60_000 + numRuns * 60;

/** Names of hosts that grow together from pieces are a comment's own: only the chats' own reading of bare ones is a fault. */
const GROWN = /^a link to https?:\/\/(?!(?:www\.evil\.com|evil\.com|discord\.gg|matrix\.to)(?:[/:?#]|$))/;

const facts = fc.record({
  name: hostileWords,
  title: hostileWords,
  author: hostileWords,
  excerpt: hostileWords,
  html: hostileHtml,
});

describe.each(await casesOf(platforms))('$title', ({ platform, fixture }) => {
  const channel = opened(platform, fixture.settings);

  test('nothing that strangers write in any place comes alive', { timeout }, async () => {
    const property = fc.asyncProperty(facts, async ({ name, title, author, excerpt, html }) => {
      const safe = writeHtml(parseMarkup(html, null));
      const message = created({
        feed: { name: 'qq', title: name, homePage: null },
        post: { id: title, url: 'https://blog.example/', title },
        comment: {
          author: { name, url: null, avatar: null },
          text: html,
          html: safe,
          inReplyTo: { id: null, url: null, author },
        },
      });
      const parent = { sent: '1171927531.000300', author, excerpt };
      const refs: Refs = { ...NO_REFS, parent };
      const requests = [await channel.render(message, refs, ABOUT)];
      const roundup = await channel.roundup?.([message, created()], NO_REFS, ABOUT);
      if (roundup !== undefined) requests.push(roundup);
      expect(
        requests.flatMap((request) => fixture.faults(bodyOf(request))).filter((fault) => !GROWN.test(fault)),
      ).toEqual([]);
    });
    await fc.assert(property, { numRuns, ...seed });
  });
});
