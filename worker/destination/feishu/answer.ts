import * as v from 'valibot';
import type { Answer, PlatformVerdict } from '../../exchange.ts';

const answered = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({ code: v.pipe(v.number(), v.integer()), msg: v.fallback(v.string(), '') }),
    // As answers were before, and as they still are beside the others.
    v.pipe(
      v.object({ StatusCode: v.pipe(v.number(), v.integer()), StatusMessage: v.fallback(v.string(), '') }),
      v.transform(({ StatusCode: code, StatusMessage: msg }) => ({ code, msg })),
    ),
  ]),
);

/** Reads an answer by its code: the status is 200 for nearly all. `needed`: the URL that belongs there, in words. */
export function verdict({ status, body }: Answer, needed: string): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  if (status >= 500) return null;
  const isSuccess = status >= 200 && status < 300;
  // The status is 200 of refusals, too: it may not have been taken.
  if (body === null) return isSuccess ? { kind: 'slow-down', wait: null } : null;
  const parsed = v.safeParse(answered, body);
  if (parsed.success) return verdictOf(parsed.output);
  return isSuccess ? { kind: 'config', field: 'url', detail: `answers as no bot of Feishu’s does; ${needed}` } : null;
}

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
function verdictOf({ code, msg }: v.InferOutput<typeof answered>): PlatformVerdict {
  switch (code) {
    case 0:
      return { kind: 'delivered' };
    // Malformed or too large; requests too fast have had the same code.
    case 9499:
      return /too many/i.test(msg) ? { kind: 'slow-down', wait: null } : { kind: 'message', code: String(code) };
    case 19036:
      return { kind: 'message', code: String(code) };
    case 11232:
      return { kind: 'slow-down', wait: null };
    case 19021:
      return { kind: 'config', field: 'secret', detail: 'must be the secret of the bot’s signature verification' };
    case 19022:
      return {
        kind: 'config',
        field: 'url',
        detail: 'is a bot’s with an IP allow-list, and a Worker has no fixed address: use signature or keyword instead',
      };
    case 19024:
      return { kind: 'config', field: 'keyword', detail: 'must be one of the bot’s custom keywords, letter by letter' };
    // 19001, the URL's token, and all that is not documented: nothing was posted, and the next message fares no better.
    default:
      return { kind: 'broken', code: String(code), probe: 'hourly' };
  }
}
