import type { OpenDestination } from '../../config/destination.ts';
import { lastCut } from '../../rules/digest.ts';
import { isWanted, unwantedTypes } from '../../rules/events.ts';
import { rejection } from '../../rules/filter.ts';
import { quietUntil } from '../../rules/quiet.ts';
import { commentMessageOf } from './event.ts';
import type { PassedOver, WaitingMessage } from './queue.ts';

type Rules = Pick<OpenDestination, 'events' | 'digest' | 'quiet' | 'filter'>;

/** Times at which messages have their turn. */
export type Times = Pick<Rules, 'digest' | 'quiet'>;

/** State in which a message that is not wanted stands in the log, with its rule. */
export type NotWanted = { readonly state: 'unwanted' | 'filtered'; readonly rule: string };

/** Messages that have no turn now: of a digest, what came after its last cut; in quiet hours, what nobody asked for. */
export function notYet({ digest, quiet }: Times, now: number): PassedOver {
  return {
    types: [],
    digestFrom: digest === null ? null : lastCut(digest, now),
    isQuiet: quiet !== null && quietUntil(quiet, now) !== null,
  };
}

/** The same, and those of types that are not wanted. */
export function notNow(rules: Pick<Rules, 'events'> & Times, now: number): PassedOver {
  return { ...notYet(rules, now), types: unwantedTypes(rules.events) };
}

/** True if a message is gathered into a digest; one that was asked for again goes by itself. */
export function isGathered(
  { digest }: Pick<Rules, 'digest'>,
  { type, replayed }: Pick<WaitingMessage, 'type' | 'replayed'>,
): boolean {
  return digest !== null && replayed === null && (type === 'comment.created' || type === 'comment.updated');
}

/** Gives why a message is not wanted; `null`: it is, or was asked for. */
export function notWanted({ events, filter }: Rules, message: WaitingMessage): NotWanted | null {
  if (message.replayed !== null) return null;
  if (!isWanted(message.type, events)) return { state: 'unwanted', rule: 'events' };
  const comment = filter === null ? null : commentMessageOf(message);
  const rule = comment === null ? null : rejection(filter, comment.data.comment);
  return rule === null ? null : { state: 'filtered', rule };
}
