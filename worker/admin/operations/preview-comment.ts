import { blank } from '../../config/blank.ts';
import type { OpenDestination } from '../../config/destination.ts';
import { NO_REFS } from '../../destination/channel.ts';
import type { Outgoing } from '../../exchange.ts';
import { messageId } from '../../message.ts';
import { nextCut } from '../../rules/digest.ts';
import { isWanted } from '../../rules/events.ts';
import { rejection } from '../../rules/filter.ts';
import { quietUntil } from '../../rules/quiet.ts';
import type { PreviewedComment } from '../../rpc/preview.ts';
import type { PreviewAnswer } from '../preview-shapes.ts';
import { parsedBody } from './message-answer.ts';
import { excerpt } from '../../destination/content/excerpt.ts';

/** Longest text of a comment in a preview, in UTF-16 units. */
const TEXT_LENGTH = 1_000;

type Shown = PreviewAnswer['comments'][number];
type Stage = Shown['stages'][number];

/** Shows what one comment would be: stage by stage, and as the destination would get it. */
export async function previewComment(
  previewed: PreviewedComment,
  all: readonly PreviewedComment[],
  destination: OpenDestination,
  now: number,
): Promise<Shown> {
  const { event, offer } = previewed;
  const { comment, post } = event.data;
  const others = all.filter((one) => one !== previewed && stagesOf(one, destination).every(({ passes }) => passes));
  const stages = stagesOf(previewed, destination);
  const goes = stages.every(({ passes }) => passes);
  return {
    id: offer?.key ?? comment.id,
    url: comment.url,
    author: comment.author.name,
    post: post?.title ?? null,
    published: Number.isNaN(Date.parse(comment.published ?? '')) ? null : comment.published,
    text: excerpt(comment.text, TEXT_LENGTH) ?? '',
    stages: goes ? [...stages, delivery(destination, others.length, now)] : stages,
    rendered: await render(previewed, destination, now),
  };
}

/** Judges a comment stage by stage, up to the first that it does not pass. */
function stagesOf({ offer, event, reason }: PreviewedComment, { events, filter }: OpenDestination): Stage[] {
  const isNew = offer !== null && offer.hold !== 'baseline';
  const rule = rejection(filter, event.data.comment);
  const all: readonly Stage[] = [
    { stage: 'new', passes: isNew, detail: reason },
    offer?.hold === 'filtered'
      ? { stage: 'feed filter', passes: false, detail: `rejected by ${offer.rule ?? 'the feed’s filter'}` }
      : { stage: 'feed filter', passes: true, detail: 'passes' },
    isWanted(event.type, events)
      ? { stage: 'events', passes: true, detail: 'wanted' }
      : { stage: 'events', passes: false, detail: `${event.type} is not among its events` },
    rule === null
      ? { stage: 'destination filter', passes: true, detail: 'passes' }
      : { stage: 'destination filter', passes: false, detail: `rejected by ${rule}` },
  ];
  const end = all.findIndex(({ passes }) => !passes);
  return end === -1 ? [...all] : all.slice(0, end + 1);
}

function delivery({ digest, quiet, roundup, channel }: OpenDestination, others: number, now: number): Stage {
  const beside = others === 0 ? '' : `, with ${others} ${others === 1 ? 'other' : 'others'}`;
  const together = channel.roundup !== undefined && others + 1 > roundup;
  const cut = digest === null ? null : nextCut(digest, now);
  const end = quiet === null ? null : quietUntil(quiet, cut ?? now);
  const detail = [
    cut === null ? null : `waits for the digest of ${moment(cut)}`,
    end === null ? null : `waits for the end of the quiet hours at ${moment(end)}`,
    cut === null && end === null ? `goes at once${together ? ' in one message' : ''}` : null,
  ].filter((words) => words !== null);
  return { stage: 'delivery', passes: true, detail: `${detail.join(', and ')}${beside}` };
}

function moment(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The payload as the destination would get it; `null`: it cannot be rendered. Its address and headers are not shown. */
async function render({ offer, event }: PreviewedComment, destination: OpenDestination, now: number): Promise<unknown> {
  const id = await messageId(offer?.key ?? event.data.comment.id, null, destination.name);
  try {
    const message = { id, ...event };
    const request = await destination.channel.render(message, NO_REFS, { now, deliveryId: id, learned: null });
    return shownPayload(request, destination);
  } catch {
    return null;
  }
}

/** A body without the credentials that some chats have in it, as JSON where it is JSON; of a mail, what its reader sees. */
function shownPayload(request: Outgoing, destination: OpenDestination): unknown {
  const { subject, text, html } = request.kind === 'email' ? request : { subject: '', text: '', html: '' };
  const body = request.kind === 'email' ? JSON.stringify({ subject, text, html }) : request.body;
  return parsedBody(blank(body, destination));
}
