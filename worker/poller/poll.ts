import type { Body } from '../io/fetch-feed.ts';
import { digest } from '../message.ts';
import { isFullRead, maxAgeMinutes } from '../rules/due.ts';
import { ask } from './ask.ts';
import type { Head } from './document.ts';
import { fail, settle } from './failing.ts';
import { find, findUnseen, type Found } from './find.ts';
import { takeIn } from './intake.ts';
import type { Job, Outcome } from './job.ts';
import { read } from './reading.ts';
import { recall } from './recall.ts';
import { rhythmOf } from './schedule.ts';

/** Another feed in place of one that is not where it was is not taken for that one, or all of it would be news. */
const LOST = {
  reason: 'lost',
  detail: 'The feed is no longer where it was, and the feed that is named in its place holds nothing that is known.',
};

/** Polls a feed: recall, fetch, and only where the answer is another one read, diff, hand over and remember. */
export async function poll(job: Job): Promise<Outcome> {
  const recalled = await recall(job);
  if (!recalled.ok) return { outcome: 'postponed', reason: recalled.reason };
  const { feed, now } = job;
  const head = recalled.value;
  const source = await digest(feed.url);
  const here = head.source === source ? head : elsewhere(head);
  // A value of CONFIG that has changed is a reason to ask at once, but not sooner than the same server wants it.
  const asksToWait = here.notBefore !== null && now < Date.parse(here.notBefore);
  if (asksToWait && here === head) return { outcome: 'postponed', reason: 'server' };
  const { validators } = here;
  const full = validators === null || isFullRead(feed.name, rhythmOf(feed, here), now);
  const fetched = await ask(job, here.resolved ?? feed.url, async (url) =>
    !full && validators.url === (await digest(url)) ? validators : null,
  );
  const before = { source, known: here.digest };
  if (!fetched.ok) {
    return conclude(job, head, before, fetched.status, await findUnseen(job, here.resolved, fetched));
  }
  const answer = fetched.value;
  const { status } = answer;
  if (answer.kind === 'unmodified') {
    const maxAge = answer.maxAge === null ? head.maxAge : maxAgeMinutes(answer.maxAge);
    return { status, ...(await settle(job, head, maxAge)) };
  }
  return conclude(job, head, before, status, await find(job, here.resolved, answer));
}

/** `known`: the digest of the body that was read last at the URL that is configured now (`source`). */
type Before = { readonly source: string; readonly known: string | null };

async function conclude(
  job: Job,
  head: Head,
  before: Before,
  status: number | null,
  found: Awaited<ReturnType<typeof find>>,
): Promise<Outcome> {
  if (!found.ok && found.reason === 'limit') return { outcome: 'postponed', reason: found.reason };
  if (!found.ok) return { status, ...(await fail(job, head, head, found)) };
  return { status, ...(await understand(job, head, before, found.value)) };
}

async function understand(
  job: Job,
  head: Head,
  { source, known }: Before,
  { body, at, searched }: Found,
): Promise<Outcome> {
  const bodyDigest = await digestOf(body);
  const maxAge = maxAgeMinutes(body.maxAge ?? 0);
  if (known === bodyDigest && body.cut === null) return settle(job, head, maxAge);
  const reading = await read(job, head, source, body);
  if (!reading.ok) {
    // What is remembered cannot be read: that is ours to mend, and nothing may be written over it.
    return reading.reason === 'document' || reading.reason === 'limit'
      ? { outcome: 'postponed', reason: reading.reason }
      : fail(job, head, head, reading);
  }
  const { baseline, begun, cut, gap, marks, change } = reading.value;
  // A feed that answers with nothing in it has neither taken its comments back nor recovered; and a baseline that not all
  // Outboxes accepted is still owed to the others.
  const held = baseline ? begun : head.window > 0;
  if (cut === null && marks.length === 0 && held) return { outcome: 'unchanged' };
  // Found where it was before, it is that one, and only was away for long.
  const same = head.validators?.url === (await digest(body.url));
  if ((gap || (begun && change.strange)) && searched && !same) return fail(job, head, head, LOST);
  return takeIn(job, head, reading.value, {
    source,
    // Where nothing is known any more, another feed may stand in this one's place for a while.
    resolved: gap ? head.resolved : at,
    digest: bodyDigest,
    validators: { url: await digest(body.url), ...body.validators },
    maxAge,
  });
}

/** What was learnt of another URL than the one that is configured now says nothing of this one. */
function elsewhere(head: Head): Head {
  return { ...head, resolved: null, validators: null, digest: null };
}

async function digestOf({ bytes }: Body): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(whole.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
