import { textOfValue } from '../../config/config-value.ts';
import { type OpenDestination, readDestinationConfig } from '../../config/destination.ts';
import { readFeedConfig } from '../../config/feed.ts';
import { NAME } from '../../config/fields.ts';
import { DESTINATION_PREFIX, FEED_PREFIX } from '../../config/keys.ts';
import { unmask } from '../../config/unmask.ts';
import type { ConfigValue, Done, Operations, RequestError } from '../operations.ts';
import type { DiscoveryAnswer, PreviewAnswer } from '../preview-shapes.ts';
import { type Context, pollerOf } from './context.ts';
import { discoveryAnswer, withoutAddresses } from './discover.ts';
import { hasSecretUrl } from './feed-answer.ts';
import { asValue } from './feeds.ts';
import { errorsOf } from './invalid.ts';
import { previewComment } from './preview-comment.ts';
import { presentDestination, presentFeed } from './stored.ts';

/** Name of a feed that has none yet. */
const NAMELESS = 'preview';

/** The operation that shows what would happen, were a feed and a destination saved now. */
export function previewing(context: Context): Pick<Operations, 'preview'> {
  return { preview: (feed, destination) => preview(context, feed, destination) };
}

/** A value's name and text, or what is wrong with it. */
type Given = { readonly name: string; readonly text: string } | { readonly errors: readonly RequestError[] };

async function preview(
  context: Context,
  givenFeed: ConfigValue,
  givenDestination: ConfigValue,
): Promise<Done<PreviewAnswer>> {
  const [feed, destination] = await Promise.all([feedOf(context, givenFeed), destinationOf(context, givenDestination)]);
  const opened = openDestination(context, destination);
  const errors = [...('errors' in feed ? feed.errors : feedErrors(context, feed)), ...opened.errors];
  if ('errors' in feed || errors.length > 0) {
    const found: DiscoveryAnswer = { kind: 'none', reason: 'Correct what is wrong with the values first.', others: [] };
    return { ok: true, value: { found, type: null, comments: [], errors: [...errors] } };
  }
  const now = context.now();
  const poller = await pollerOf(context, feed.name);
  const { found: all, comments } = await poller.preview(feed.name, feed.text, now);
  const found = hasSecretUrl(feed.text) ? withoutAddresses(discoveryAnswer(all)) : discoveryAnswer(all);
  const target = opened.destination;
  if (target === null) return { ok: true, value: { found, type: null, comments: [], errors: [] } };
  const previewed = await Promise.all(comments.map((comment) => previewComment(comment, comments, target, now)));
  return { ok: true, value: { found, type: target.type, comments: previewed, errors: [] } };
}

async function feedOf(context: Context, given: ConfigValue): Promise<Given> {
  if (typeof given === 'string' && NAME.test(given)) {
    const stored = await presentFeed(context, given);
    return stored.ok ? { name: given, text: stored.value.text } : missing(FEED_PREFIX + given);
  }
  return unstored(context, FEED_PREFIX + NAMELESS, given);
}

async function destinationOf(context: Context, given: ConfigValue): Promise<Given> {
  if (typeof given === 'string' && NAME.test(given)) {
    const stored = await presentDestination(context, given);
    return stored.ok ? { name: given, text: stored.value.text } : missing(DESTINATION_PREFIX + given);
  }
  return unstored(context, DESTINATION_PREFIX + NAMELESS, given);
}

function missing(key: string): Given {
  return { errors: [{ key, field: null, detail: 'is not there: give its value, or add it first' }] };
}

/**
 * A value that is stored nowhere, so that a mask stands for nothing in it. Who may only look may not have the Worker's secrets
 * sent to an address of his choice.
 */
function unstored({ role }: Context, key: string, given: ConfigValue): Given {
  const value = unmask(asValue(given), null);
  if (!value.ok) return { errors: errorsOf(key, value.issues) };
  const text = textOfValue(value.value);
  if (role === 'owner' || !/secret:/i.test(text)) return { name: NAMELESS, text };
  const detail = 'has a secret of the Worker in it, which takes ADMIN_TOKEN: name what is stored instead';
  return { errors: [{ key, field: null, detail }] };
}

function feedErrors({ secrets }: Context, { name, text }: { readonly name: string; readonly text: string }) {
  const read = readFeedConfig(name, text, secrets);
  return read.ok ? [] : errorsOf(FEED_PREFIX + name, read.issues);
}

function openDestination(
  { secrets }: Context,
  given: Given,
): { readonly destination: OpenDestination | null; readonly errors: readonly RequestError[] } {
  if ('errors' in given) return { destination: null, errors: given.errors };
  const read = readDestinationConfig(given.name, given.text, secrets);
  if (read.ok) return { destination: read.value, errors: [] };
  return { destination: null, errors: errorsOf(DESTINATION_PREFIX + given.name, read.issues) };
}
