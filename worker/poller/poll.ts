import type { Body } from '../io/fetch-feed.ts';
import { digest } from '../message.ts';
import { isFullRead, maxAgeMinutes } from '../rules/due.ts';
import { ask } from './ask.ts';
import type { Head } from './document.ts';
import { fail, settle } from './failing.ts';
import { takeIn } from './intake.ts';
import type { Job, Outcome } from './job.ts';
import { read } from './reading.ts';
import { recall } from './recall.ts';
import { rhythmOf } from './schedule.ts';

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
  if (!fetched.ok) return { status: fetched.status, ...(await fail(job, head, head, fetched)) };
  const answer = fetched.value;
  const { status } = answer;
  if (answer.kind === 'unmodified') {
    const maxAge = answer.maxAge === null ? head.maxAge : maxAgeMinutes(answer.maxAge);
    return { status, ...(await settle(job, head, maxAge)) };
  }
  return { status, ...(await understand(job, head, here, source, answer)) };
}

async function understand(job: Job, head: Head, here: Head, source: string, body: Body): Promise<Outcome> {
  const bodyDigest = await digestOf(body);
  const maxAge = maxAgeMinutes(body.maxAge ?? 0);
  if (here.digest === bodyDigest && body.cut === null) return settle(job, head, maxAge);
  const reading = await read(job, head, source, body);
  if (!reading.ok) {
    // What is remembered cannot be read: that is ours to mend, and nothing may be written over it.
    return reading.reason === 'document'
      ? { outcome: 'postponed', reason: reading.reason }
      : fail(job, head, head, reading);
  }
  const { baseline, cut, gap, marks } = reading.value;
  // A feed that answers with nothing in it has not taken its comments back.
  if (!baseline && cut === null && marks.length === 0 && head.window > 0) return settle(job, head, maxAge);
  return takeIn(job, head, reading.value, {
    source,
    // Where nothing is known any more, it may be another feed that was put in this one's place for a while.
    resolved: gap ? here.resolved : (body.movedTo ?? here.resolved),
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
