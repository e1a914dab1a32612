import { messageId } from '../../worker/message.ts';
import type { Accepted, Offer } from '../../worker/rpc/offer.ts';
import { readOffer } from '../../worker/poller/store/owed-offer.ts';
import type { Actor } from './actor.ts';
import type { Call } from './call.ts';
import type { Run } from './run.ts';

/** Hands offers to an Outbox, as a call of `from` does, another object; `order`: which of all such calls it is. */
export function enqueue(
  run: Run,
  from: string,
  to: string,
  offers: readonly Offer[],
  order: number,
): Call<readonly Accepted[]> {
  const { actor, accepted, latestEdit, overtaken } = run.destination(to);
  const sent = structuredClone(offers);
  return actor.call(
    `enqueue ${sent.map(describe).join('; ')}`,
    async (outbox) => {
      if (sent.some((offer) => commentOf(offer).text?.startsWith('strange') === true))
        run.violations.add(`${to}: another site’s comments are offered`);
      for (const offer of sent) {
        const { number } = commentOf(offer);
        if (number !== null) run.numbers.set(await messageId(offer.key, null, to), number);
      }
      const answers = await outbox.enqueue(sent);
      for (const offer of sent) {
        const { feed, hold, event } = offer;
        const comment = commentOf(offer);
        const since = 'since' in event.data ? Date.parse(event.data.since) : null;
        const about = 'key' in event.data ? event.data.key : feed;
        accepted.push({ at: run.now, key: offer.key, feed, about, hold, type: event.type, since, ...comment });
        if (event.type !== 'comment.updated' || comment.number === null) continue;
        if (order < (latestEdit.get(comment.number) ?? 0)) overtaken.add(comment.number);
        else latestEdit.set(comment.number, order);
      }
      return answers;
    },
    from,
  );
}

/**
 * Within a poll, comments are offered by time (one after the tick's is not believed, and some have none); what is owed, as it was refused. A call
 * has those of several polls, of a feed each.
 */
export function checkOrder(run: Run, poller: Actor, offers: readonly Offer[]): void {
  const rows = poller.rows('SELECT offer FROM owed');
  const owed = new Set(rows.map(({ offer }) => (typeof offer === 'string' ? JSON.stringify(readOffer(offer)) : null)));
  // `Infinity`: its tick is over, and nobody knows any more which one that was.
  const now = Math.min(...(run.ticks.get(poller) ?? []));
  if (now === Infinity) return;
  const last = new Map<string, number>();
  for (const offer of offers) {
    const time = Date.parse(offer.event.timestamp);
    if (offer.event.type !== 'comment.created' || time > now || owed.has(JSON.stringify(offer))) continue;
    if (offer.event.data.comment.published === null) continue;
    if (time < (last.get(offer.feed) ?? 0)) run.violations.add('offers out of order');
    last.set(offer.feed, time);
  }
}

function describe(offer: Offer): string {
  return `${offer.event.type} ${commentOf(offer).text ?? offer.key} ${offer.hold ?? ''}`;
}

/** Gives the comment that an offer is about, and the text that it has there. */
function commentOf({ event }: Offer): { readonly number: number | null; readonly text: string | null } {
  if (!('comment' in event.data)) return { number: null, text: null };
  const { text } = event.data.comment;
  return { number: Number(/\d+/.exec(text)?.[0]), text };
}
