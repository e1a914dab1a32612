import type { Channel, Refs } from '../../worker/destination/channel.ts';
import type { Platform } from '../../worker/destination/platform.ts';
import type { Outgoing } from '../../worker/exchange.ts';
import { oneLine } from '../../worker/markup/text/one-line.ts';
import type { Sample, Step } from './samples.ts';
import { openChannel, sentName } from './settings.ts';

/** Sample as a platform sends it: its requests in turn. */
export type SampleRequests = { readonly sample: Sample; readonly requests: readonly Outgoing[] };

const NOW = Date.parse('2026-11-20T10:00:00Z');
const EXCERPT_LENGTH = 100;

/** Renders all samples by a platform's own channel. A sample that the platform has not, as a roundup, is left out. */
export async function requestsOf(platform: Platform, samples: readonly Sample[]): Promise<readonly SampleRequests[]> {
  const channel = await openChannel(platform);
  const sent = await sentName(platform);
  const all: SampleRequests[] = [];
  for (const sample of samples) {
    const requests = await rendered(channel, sample, sent);
    if (requests.length > 0) all.push({ sample, requests });
  }
  return all;
}

async function rendered(channel: Channel, sample: Sample, sent: string): Promise<readonly Outgoing[]> {
  const about = { now: NOW, deliveryId: 'msg_sample', learned: null };
  if ('steps' in sample) {
    return Promise.all(sample.steps.map((step) => channel.render(step.message, refsOf(step, channel, sent), about)));
  }
  const { roundup, capacity } = channel;
  if (roundup === undefined) return [];
  const parts: Promise<Outgoing>[] = [];
  for (let rest = sample.roundup; rest.length > 0;) {
    const count = Math.max(1, capacity?.(rest) ?? rest.length);
    parts.push(roundup(rest.slice(0, count), { thread: null, sent: null, parent: null }, about));
    rest = rest.slice(count);
  }
  return Promise.all(parts);
}

function refsOf({ isInThread, isEditOfSent, parent }: Step, { threads, edits }: Channel, sent: string): Refs {
  const { author, text } = parent?.data.comment ?? {};
  return {
    thread: isInThread === true && threads ? sent : null,
    sent: isEditOfSent === true && edits ? sent : null,
    parent:
      parent === undefined
        ? null
        : { sent, author: author?.name ?? null, excerpt: oneLine(text ?? null, EXCERPT_LENGTH) },
  };
}
