import type { CommentMessage, Refs } from '../channel.ts';
import { domainOf } from './address.ts';

/** Id of a message as headers have it (RFC 5322, section 3.6.4): nothing in it can end a header or begin another. */
const MESSAGE_ID = /^<?([^\s<>\p{Cc}\P{ASCII}]{1,900})>?$/u;

/** Message id in its angle brackets; `null` where the text is none. */
export function messageIdOf(text: string): string | null {
  const id = MESSAGE_ID.exec(text)?.[1];
  return id === undefined ? null : `<${id}>`;
}

/**
 * Headers of a mail, of those alone that Cloudflare takes. https://developers.cloudflare.com/email-service/reference/headers/
 * `In-Reply-To` and `References` put it into the thread, `Auto-Submitted` keeps others' machines from answering
 * (RFC 3834), and `List-Id` is what people filter by (RFC 2919).
 */
export function headersOf(about: readonly CommentMessage[], refs: Refs, from: string): Record<string, string> {
  return { 'Auto-Submitted': 'auto-generated', 'List-Id': listOf(about, from), ...threading(refs) };
}

function threading({ thread, parent }: Refs): Record<string, string> {
  const root = thread === null ? null : messageIdOf(thread);
  if (root === null) return {};
  const answered = parent === null ? null : messageIdOf(parent.sent);
  if (answered === null || answered === root) return { 'In-Reply-To': root, References: root };
  return { 'In-Reply-To': answered, References: `${root} ${answered}` };
}

/** Name of the list: one per feed, below the sender's domain. */
function listOf(about: readonly CommentMessage[], from: string): string {
  const names = new Set(about.map(({ data }) => data.feed.name));
  const [name = ''] = names;
  const isOfOneFeed = names.size === 1 && /^[a-z0-9][a-z0-9._-]*$/.test(name);
  const domain = URL.parse(`http://${domainOf(from)}`)?.hostname ?? 'invalid';
  return `<${isOfOneFeed ? `${name}.` : ''}earshot.${domain}>`;
}
