import * as v from 'valibot';
import { isEvent } from '../../message.ts';
import type { Event } from '../../model.ts';
import { HEALTHY } from '../../rules/circuit.ts';

const flag = v.optional(v.boolean(), false);
const strings = v.array(v.string());
const retry = { tries: v.number(), next: v.number() };

const failing = v.object({
  since: v.number(),
  reason: v.string(),
  seq: v.number(),
  probes: v.number(),
  next: v.number(),
  notBefore: v.optional(v.number(), 0),
  broken: flag,
  afterRefusals: flag,
  inconclusive: flag,
  announced: flag,
});
const slow = v.object({
  since: v.number(),
  until: v.number(),
  times: v.number(),
  // The first version noted neither.
  reason: v.optional(v.string(), 'HTTP 429'),
  announced: flag,
});
// Former versions kept messages on trial here, too: they are found out again.
const circuit = v.object({ failing: v.nullable(failing), slow: v.nullable(slow) });

const blocked = v.object({
  ...retry,
  reason: v.string(),
  since: v.number(),
  announced: flag,
  byAnswer: v.exactOptional(v.boolean()),
});

const event = v.custom<Event>(isEvent);
const addressed = {
  key: v.string(),
  to: v.nullable(strings),
  told: strings,
  toItself: v.exactOptional(v.boolean()),
};
const notice = v.union([
  v.object({ ...addressed, event }),
  // Its name in the version before.
  v.pipe(
    v.object({ ...addressed, happening: event }),
    v.transform(({ happening, ...one }) => ({ ...one, event: happening })),
  ),
]);

/** Reads a field, or gives its first value where an older version did not write it or what it wrote cannot be read. */
function field<T>(schema: v.GenericSchema<unknown, T>, first: T) {
  return v.optional(
    v.fallback(schema, () => first),
    () => first,
  );
}

const handed = v.object({
  value: v.nullable(v.string()),
  at: v.number(),
  until: v.number(),
  isShown: v.optional(v.boolean(), false),
});

/** The part of it that each send changes, as it lies beside the claim. */
export const writtenSends = v.object({
  bucket: field(v.array(v.number()), []),
  claimed: field(v.nullable(v.number()), null),
  lastFeed: field(v.string(), ''),
  lastDelivery: field(v.nullable(v.number()), null),
  usage: field(v.nullable(v.object({ day: v.number(), rows: v.number(), sent: v.number() })), null),
});

/** The state as some version of Earshot has written it, under the names of today. */
export const writtenState = v.object({
  name: field(v.nullable(v.string()), null),
  config: field(v.nullable(v.string()), null),
  handed: field(v.nullable(handed), null),
  configSince: field(v.number(), 0),
  configDigest: field(v.nullable(v.string()), null),
  circuit: field(circuit, HEALTHY),
  blocked: field(v.nullable(blocked), null),
  // The first version kept what happened, and not whom it had told.
  notices: field(
    v.nullable(
      v.union([v.object({ ...retry, list: v.array(notice) }), v.object({ ...retry, happenings: v.array(event) })]),
    ),
    null,
  ),
  told: field(v.array(v.object({ since: v.string(), to: strings })), []),
  backlog: field(v.nullable(v.object({ since: v.number() })), null),
  pausedUntil: field(v.number(), 0),
  mark: field(v.nullable(v.object(retry)), { tries: 0, next: 0 }),
  retention: field(v.object({ began: v.number(), upTo: v.nullable(v.number()) }), { began: 0, upTo: null }),
});
