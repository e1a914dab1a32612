import type { Accepted, Offer } from '../../worker/rpc/offer.ts';

/** An Outbox as its contract has it: ids are had once, and the content of a comment that it has is answered. */
export class Box {
  /** All that was offered, repeats included. */
  readonly offered: Offer[] = [];
  /** Offers that were new to it, in order. */
  readonly accepted: Offer[] = [];
  readonly #contents = new Map<string, string | null>();
  /** By key, the feed that offered a comment first. */
  readonly #owners = new Map<string, string>();
  /** Keys of comments that were never offered to be sent. */
  readonly #held = new Set<string>();

  enqueue(offers: readonly Offer[]): readonly Accepted[] {
    this.offered.push(...offers);
    return offers.map((offer) => this.#accept(offer));
  }

  /** The text of each comment as it is held last, by its number. */
  texts(): Readonly<Record<string, string | null>> {
    const texts: Record<string, string | null> = {};
    for (const { event } of this.accepted) {
      if (!('comment' in event.data)) continue;
      const { id, text } = event.data.comment;
      texts[/\d+$/.exec(id)?.[0] ?? id] = text;
    }
    return texts;
  }

  /** Texts of the new comments that are to be sent, in order. */
  sentTexts(): readonly (string | null)[] {
    return this.accepted.flatMap(({ hold, event }) =>
      hold === null && event.type === 'comment.created' ? [event.data.comment.text] : [],
    );
  }

  #accept(offer: Offer): Accepted {
    const held = this.#contents.get(offer.key);
    const edit = offer.event.type === 'comment.updated';
    // What another feed shows is no business of the one that the comment belongs to.
    const isForeign = held !== undefined && this.#owners.get(offer.key) !== offer.feed;
    if (isForeign && !edit) return { content: offer.content };
    // What was held back gives way to what is to be sent.
    const givesWay = !edit && offer.hold === null && this.#held.delete(offer.key);
    if (held !== undefined && !givesWay && (!edit || held === offer.content)) return { content: held };
    if (!edit && offer.hold !== null) this.#held.add(offer.key);
    this.#contents.set(offer.key, offer.content);
    this.#owners.set(offer.key, this.#owners.get(offer.key) ?? offer.feed);
    this.accepted.push(offer);
    return { content: offer.content };
  }
}

/** Offers in a line each: the type, a comment's number, and why it is held. */
export function lines(offers: readonly Offer[]): readonly string[] {
  return offers.map(({ hold, event: { type, data } }) => {
    const number = 'comment' in data ? (/\d+$/.exec(data.comment.id)?.[0] ?? '') : '';
    return [type.replace('comment.', ''), number, hold ?? ''].filter((word) => word !== '').join(' ');
  });
}
