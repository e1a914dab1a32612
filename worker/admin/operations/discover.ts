import { maskText } from '../../config/mask.ts';
import { guessType } from '../../destination/registry.ts';
import type { Discovery } from '../../rpc/preview.ts';
import type { Operations } from '../operations.ts';
import type { DiscoveryAnswer } from '../preview-shapes.ts';
import { type Context, pollerOf } from './context.ts';
import { invalidField } from './invalid.ts';

/** The operation that finds out what is at a URL. */
export function discovery(context: Context): Pick<Operations, 'discover'> {
  return {
    discover: async (given) => {
      const url = URL.parse(given.trim());
      if (url === null || !/^https?:$/.test(url.protocol))
        return invalidField('url', 'must be a URL that begins with https:// or http://');
      // A chat's address is a credential: nobody is asked about it.
      const type = guessType(url);
      if (type !== 'webhook') return { ok: true, value: { kind: 'destination', type } };
      const found = await (await pollerOf(context, url.href)).discover(url.href, context.now());
      return { ok: true, value: discoveryAnswer(found) };
    },
  };
}

/** Gives what was found at a URL as it is shown. */
export function discoveryAnswer(found: Discovery): DiscoveryAnswer {
  const others = [...found.others];
  return found.kind === 'feed' ? { ...found, others } : { ...found, others };
}

/** The same of a feed whose address is a secret, of which what was found may hold a part. */
export function withoutAddresses(found: DiscoveryAnswer): DiscoveryAnswer {
  if (found.kind === 'destination') return found;
  const others = found.others.map((one) => ({ ...one, url: maskText(one.url) }));
  if (found.kind === 'none') return { ...found, others };
  return { ...found, others, chosen: { ...found.chosen, url: maskText(found.chosen.url) } };
}
