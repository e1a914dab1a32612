import * as v from 'valibot';
import type { Email, Outgoing } from '../../exchange.ts';
import type { Channel, CommentMessage, Refs } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { roundupContent } from '../content/roundup.ts';
import { template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { address } from './address.ts';
import { readAnswer } from './answer.ts';
import { headersOf } from './headers.ts';
import { fittingMail, isWhole, type MailParts } from './mail.ts';
import { subjectOf } from './subject.ts';

/** Most recipients of a mail. https://developers.cloudflare.com/email-service/api/send-emails/workers-api/ */
const RECIPIENTS = 50;

/** Name beside the sender's address. */
const SENDER = 'Earshot';

const schema = v.strictObject({
  to: v.pipe(
    v.union(
      [
        address,
        v.pipe(
          v.array(address),
          v.minLength(1, 'must name somebody'),
          v.maxLength(RECIPIENTS, `must be ${RECIPIENTS} addresses at most`),
        ),
      ],
      'must be an address like you@example.com, or a list of such',
    ),
    v.description('The address that mails go to, or a list; Cloudflare sends to those that your account has verified.'),
  ),
  from: v.pipe(
    address,
    v.description('The sender’s address, of a domain that your Cloudflare account sends mail for.'),
  ),
  threads,
  template,
});

/** E-mail, through Cloudflare's binding. */
export const email = definePlatform({
  type: 'email',
  family: 'chat',
  guess: () => false,
  addresses: [],
  schema,
  credentials: [],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

function open({ to, from, ...settings }: v.InferOutput<typeof schema>): Channel {
  const recipients = [...new Set([to].flat())];
  const hasThreads = settings.threads !== false;
  const mail = (content: Content, about: readonly CommentMessage[], refs: Refs, isDigest = false): Outgoing => {
    const kept = hasThreads ? refs : { ...refs, thread: null };
    const subject = subjectOf(content, isDigest ? [] : about, kept.thread !== null);
    const parts: MailParts = fittingMail(content, subject);
    return {
      kind: 'email',
      from: { email: from, name: SENDER },
      to: recipients,
      subject,
      ...parts,
      headers: headersOf(about, kept, from),
    } satisfies Email;
  };
  return {
    // Nothing is published for the binding; REST's limits are far above, and nobody reads faster.
    pace: { count: 1, per: 1_000 },
    place: `email:${recipients.toSorted().join(',')}`,
    threads: hasThreads,
    edits: false,
    readsAnswer: true,
    render: async (message, refs) => {
      const isOfComment = message.type === 'comment.created' || message.type === 'comment.updated';
      // A mail cannot be edited: what an edit refers to is the thread alone.
      return mail(contentOf(message, { ...refs, sent: null }, settings.template), isOfComment ? [message] : [], refs);
    },
    roundup: async (comments, refs, { isDigest }) => mail(roundupContent(comments), comments, refs, isDigest),
    capacity: (comments) => capacityOf(comments, isWhole),
    read: (answer, request) => readAnswer(answer, request, hasThreads),
  };
}
