import type { Body } from '../io/fetch-feed.ts';
import { digest } from '../message.ts';
import { isFullRead, maxAgeMinutes } from '../rules/due.ts';
import { ask } from './ask.ts';
import type { Head } from './document.ts';
import { fail, settle } from './failing.ts';
import { find, type Found } from './find.ts';
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
  const { validators } = here;
  const full = validators === null || isFullRead(feed.name, rhythmOf(feed, here), now);
  const fetched = await ask(job, here.resolved ?? feed.url, async (url) =>
    !full && validators.url === (await digest(url)) ? validators : null,
  );
  if (!fetched.ok && fetched.reason === 'limit') return { outcome: 'postponed', reason: fetched.reason };
  if (!fetched.ok) return { status: fetched.status, ...(await fail(job, head, head, fetched)) };
  const answer = fetched.value;
  const { status } = answer;
  if (answer.kind === 'unmodified') {
    const maxAge = answer.maxAge === null ? head.maxAge : maxAgeMinutes(answer.maxAge);
    return { status, ...(await settle(job, head, maxAge)) };
  }
  const found = await find(job, here.resolved, answer);
  if (!found.ok && found.reason === 'limit') return { outcome: 'postponed', reason: found.reason };
  if (!found.ok) return { status, ...(await fail(job, head, head, found)) };
  return { status, ...(await understand(job, head, { source, known: here.digest }, found.value)) };
}

/** `known`: the digest of the body that was read last at the URL that is configured now (`source`). */
async function understand(
  job: Job,
  head: Head,
  { source, known }: { readonly source: string; readonly known: string | null },
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
