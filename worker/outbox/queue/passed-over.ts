import type { OpenDestination } from '../../config/config.ts';
import { lastCut } from '../../rules/digest.ts';
import { unwantedTypes } from '../../rules/events.ts';
import type { PassedOver, WaitingMessage } from './queue.ts';

type Rules = Pick<OpenDestination, 'events' | 'digest'>;

/** Messages that have no turn now: of a digest, what came after its last cut. */
export function notYet({ digest }: Pick<Rules, 'digest'>, now: number): PassedOver {
  return { types: [], digestFrom: digest === null ? null : lastCut(digest, now) };
}

/** The same, and those of types that are not wanted. */
export function notNow(rules: Rules, now: number): PassedOver {
  return { ...notYet(rules, now), types: unwantedTypes(rules.events) };
}

/** True if a message is gathered into a digest; one that was asked for again goes by itself. */
export function isGathered({ digest }: Rules, { type, replayed }: Pick<WaitingMessage, 'type' | 'replayed'>): boolean {
  return digest !== null && replayed === null && (type === 'comment.created' || type === 'comment.updated');
}
