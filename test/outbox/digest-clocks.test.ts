import { expect, test } from 'vitest';
import { platforms } from '../../worker/destination/registry.ts';
import type { Outgoing } from '../../worker/exchange.ts';
import type { Offer } from '../../worker/rpc/offer.ts';
import { casesOf, type Case } from '../destination/fixture/fixture.ts';
import { created, HOUR, OutboxHarness, updated } from '../support/outbox.ts';

/** A message that was sent, by the comments in it, and when. */
type Sent = { readonly at: string; readonly kites: readonly string[] };

/** Opens an Outbox of that destination, whose digest is cut at 02:30 in Berlin, at an instant of its clock. */
async function openDigest({ title, platform: { type }, fixture: { settings, taken } }: Case, at: string) {
  const sent: Sent[] = [];
  const post = async (request: Outgoing) => {
    sent.push({ at: new Date(harness.now).toISOString(), kites: kitesIn(request) });
    return { kind: 'answered', status: 200, retryAfter: null, body: taken?.(settings) ?? 'ok' } as const;
  };
  const harness: OutboxHarness = new OutboxHarness(`${title.replaceAll(/\W/g, '-')}-${at.slice(0, 10)}`, null, {
    post,
  });
  const common = { events: ['comment.*'], pace: '3600/s', digest: '1d@02:30 Europe/Berlin' };
  harness.config = JSON.stringify({ type, ...Object(settings), ...common });
  harness.now = Date.parse(at);
  await harness.begin();
  return { harness, sent };
}

function kitesIn(request: Outgoing): readonly string[] {
  const text = request.kind === 'http' ? request.body : JSON.stringify(request);
  return [...new Set(text.match(/kite\d+[a-z]?/g))].toSorted();
}

/** An offer of a comment on one of three posts of two feeds. */
function kite(number: number, edit = ''): Offer {
  const name = `kite${number}`;
  const feed = number % 2 === 0 ? 'even' : 'odd';
  const offer = edit === '' ? created(name, feed, name) : updated(name, name + edit, feed);
  const { event } = offer;
  if (event.type !== 'comment.created' && event.type !== 'comment.updated') return offer;
  const url = `https://blog.example/${number % 3}`;
  const post = { id: url, url, title: `Post ${number % 3}` };
  return { ...offer, post: url, event: { ...event, data: { ...event.data, post } } };
}

// As on 25 October 2026 and 28 March 2027: these are the next whose clocks nobody's alarm goes off at by itself.
const CHANGES = [
  {
    what: 'back',
    from: '2040-10-26T22:00:00Z',
    cuts: ['2040-10-27T00:30:00.000Z', '2040-10-28T00:30:00.000Z', '2040-10-29T01:30:00.000Z'],
  },
  {
    what: 'forward',
    from: '2041-03-29T22:00:00Z',
    cuts: ['2041-03-30T01:30:00.000Z', '2041-03-31T01:00:00.000Z', '2041-04-01T00:30:00.000Z'],
  },
];

/** Hours from the second cut at which comments come: about both cuts beside it, and in the hour that comes twice or never. */
const ARRIVALS = [-25.5, -23, -3, -0.5, 0.25, 0.75, 1.25, 20];
/** Number of the comment that is edited an hour after it came. */
const EDITED = 3;

/** Every platform but the webhook, which takes no digest. */
const CASES = (await casesOf(platforms)).filter(({ platform }) => platform.type !== 'webhook');

test.each(CASES.flatMap((chat) => CHANGES.map((change) => ({ title: chat.title, chat, ...change }))))(
  '$title: one digest a day where clocks are put $what, with every comment, none twice',
  async (of) => {
    const { harness, sent } = await openDigest(of.chat, of.from);
    const cuts = of.cuts.map((cut) => Date.parse(cut));
    const [, second = 0, third = 0] = cuts;
    const came = ARRIVALS.map((hours, index) => ({ number: index + 1, at: second + hours * HOUR }));
    for (const { number, at } of came) {
      await harness.pass(at - harness.now);
      await harness.enqueue(kite(number));
      if (number === EDITED) await harness.pass(HOUR);
      if (number === EDITED) await harness.enqueue(kite(number, 'e'));
    }
    await harness.pass(third + 2 * HOUR - harness.now);

    const digests = cuts.map((cut, index) => {
      const within = came.filter(({ at }) => at > (cuts[index - 1] ?? 0) && at <= cut);
      const kites = within.map(({ number }) => `kite${number}${number === EDITED ? 'e' : ''}`);
      return { at: new Date(cut).toISOString(), kites };
    });
    expect(digests.map(({ kites }) => kites.length)).toEqual([1, 3, 4]);
    expect(sent).toEqual(digests);
    expect(await harness.states()).toEqual({ delivered: came.length + 1 });
  },
);
