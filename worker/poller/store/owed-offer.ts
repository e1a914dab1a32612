import * as v from 'valibot';
import { isEvent } from '../../message.ts';
import type { Event } from '../../model.ts';
import type { Offer } from '../../rpc/offer.ts';

const event = v.custom<Event>(isEvent);
const others = {
  key: v.string(),
  feed: v.string(),
  content: v.nullable(v.string()),
  hold: v.nullable(v.picklist(['baseline', 'filtered'])),
  cause: v.exactOptional(v.picklist(['first poll', 'below the edge', 'import', 'another address', 'paused'])),
  rule: v.exactOptional(v.string()),
  post: v.exactOptional(v.nullable(v.string())),
  parent: v.exactOptional(v.nullable(v.string())),
};

const owedOffer: v.GenericSchema<unknown, Offer> = v.union([
  v.object({ ...others, event }),
  // Its name in the version before.
  v.pipe(
    v.object({ ...others, happening: event }),
    v.transform(({ happening, ...offer }) => ({ ...offer, event: happening })),
  ),
]);

/** Reads an offer that is owed, as some version of Earshot has written it; `null`: it is none. */
export function readOffer(text: string): Offer | null {
  try {
    const read = v.safeParse(owedOffer, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
