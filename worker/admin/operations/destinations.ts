import * as v from 'valibot';
import { textOfValue } from '../../config/config-value.ts';
import { readDestinationConfig } from '../../config/destination.ts';
import { NAME } from '../../config/fields.ts';
import { DESTINATION_PREFIX } from '../../config/keys.ts';
import { unmask } from '../../config/unmask.ts';
import { listNames, readTexts } from '../../io/kv.ts';
import type { OutboxStatus } from '../../rpc/outbox.ts';
import type { ConfigValue, Done, Operations } from '../operations.ts';
import { type DestinationAnswer, destinationShape, type ListQuery, type Page } from '../shapes.ts';
import { type Context, NO_DESTINATION, NO_KV, outboxOf } from './context.ts';
import { destinationAnswer } from './destination-answer.ts';
import { asValue } from './feeds.ts';
import { feedsOf } from './feeds-of-destination.ts';
import { errorsOf, invalid } from './invalid.ts';
import { presentDestination, storedDestination } from './stored.ts';
import { withRecent, writeValue } from './write.ts';

const state = v.nullable(destinationShape.entries.state);

/** Operations on destinations, one by one and as a list. */
export function destinationOperations(
  context: Context,
): Pick<Operations, 'destinations' | 'destination' | 'putDestination' | 'deleteDestination' | 'testDestination'> {
  return {
    destinations: (query) => listDestinations(context, query),
    destination: (name) => readDestination(context, name),
    putDestination: (name, value) => putDestination(context, name, value),
    deleteDestination: async (name) => {
      const stored = await presentDestination(context, name);
      return stored.ok ? writeValue(context, DESTINATION_PREFIX + name, null) : stored;
    },
    testDestination: async (name) => {
      const stored = await presentDestination(context, name);
      if (!stored.ok) return stored;
      const feeds = await feedsOf(context, name);
      return { ok: true, value: { id: await outboxOf(context, name).sendTest(feeds) } };
    },
  };
}

/**
 * Names of the destinations, and of those that CONFIG does not have (any more) and that were used: messages may wait for
 * them. `null`: KV did not answer. Two lists of KV.
 */
export async function destinationNames({ env, listed, now }: Context): Promise<readonly string[] | null> {
  const [configured, used] = await Promise.all([listed(DESTINATION_PREFIX), listNames(env.SEEN, 'outbox:')]);
  if (configured === null || !used.ok) return null;
  const names = new Set([...withRecent(DESTINATION_PREFIX, configured, now()), ...used.value]);
  return [...names].filter((name) => NAME.test(name)).toSorted();
}

/** A destination with its state. */
export type KnownDestination = { readonly name: string; readonly status: OutboxStatus; readonly text: string | null };

/** Gives the states of these destinations, and their values; one that is gone, and that nothing waits for, is left out. */
export async function knownDestinations(
  context: Context,
  names: readonly string[],
): Promise<readonly KnownDestination[]> {
  const statuses = await Promise.all(
    names.map(async (name) => ({ name, status: await outboxOf(context, name).status() })),
  );
  const unread = statuses.filter(({ status }) => status.config === null && status.handed !== true);
  const keys = unread.map(({ name }) => DESTINATION_PREFIX + name);
  const read = await readTexts(context.env.CONFIG, keys);
  return statuses
    .map(({ name, status }) => {
      const isUnread = status.config === null && status.handed !== true;
      const text = isUnread && read.ok ? (read.value.get(DESTINATION_PREFIX + name) ?? null) : status.config;
      return { name, status, text };
    })
    .filter(({ text, status }) => text !== null || status.waiting > 0);
}

async function listDestinations(context: Context, query: ListQuery): Promise<Done<Page<DestinationAnswer>>> {
  const names = await destinationNames(context);
  if (names === null) return NO_KV;
  const { after, limit, q } = query;
  const wanted = v.parse(state, query.state);
  const behind = names.filter(
    (name) => (after === null || name > after) && (q === null || name.includes(q.toLowerCase())),
  );
  const asked = behind.slice(0, limit);
  const known = await knownDestinations(context, asked);
  const items = known
    .map(({ name, status, text }) => destinationAnswer(context, name, status, text))
    .filter((one) => wanted === null || one.state === wanted);
  return { ok: true, value: { items, next: behind.length > limit ? (asked.at(-1) ?? null) : null } };
}

/** One destination; also one that CONFIG does not have while messages wait for it. */
async function readDestination(context: Context, name: string): Promise<Done<DestinationAnswer>> {
  if (!NAME.test(name)) return NO_DESTINATION;
  const [known] = await knownDestinations(context, [name]);
  if (known === undefined) return NO_DESTINATION;
  return { ok: true, value: destinationAnswer(context, name, known.status, known.text) };
}

/** Checks a value, with what its masks stand for, and writes it. */
async function putDestination(context: Context, name: string, given: ConfigValue): Promise<Done<DestinationAnswer>> {
  const key = DESTINATION_PREFIX + name;
  const stored = NAME.test(name) ? await storedDestination(context, name) : null;
  if (stored?.ok === false) return stored;
  const value = unmask(asValue(given), stored?.value.text ?? null);
  if (!value.ok) return { ok: false, status: 422, detail: 'Nothing is changed.', errors: errorsOf(key, value.issues) };
  const text = textOfValue(value.value);
  const read = readDestinationConfig(name, text, context.secrets);
  if (!read.ok) return invalid(read);
  const written = await writeValue(context, key, text);
  if (!written.ok) return written;
  const status = await outboxOf(context, name).status();
  return { ok: true, value: destinationAnswer(context, name, status, text) };
}
