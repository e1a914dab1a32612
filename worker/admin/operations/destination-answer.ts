import { readDestinationConfig } from '../../config/destination.ts';
import { reasonOf } from '../../config/failure.ts';
import { maskDestination } from '../../config/mask.ts';
import type { OutboxStatus } from '../../rpc/outbox.ts';
import type { DestinationAnswer } from '../shapes.ts';
import { type Context, isoOrNull } from './context.ts';

/** Gives a destination as it is shown, masked. `text`: its value in CONFIG; `null`: there is none, and messages wait for it. */
export function destinationAnswer(
  { secrets }: Context,
  name: string,
  status: OutboxStatus,
  text: string | null,
): DestinationAnswer {
  // What its Outbox has not read yet is judged here.
  const read = status.config === null && text !== null ? readDestinationConfig(name, text, secrets) : null;
  const state = read === null ? status.state : read.ok ? 'ready' : 'invalid';
  return {
    name,
    type: read?.ok === true ? read.value.type : status.type,
    config: text === null ? null : maskDestination(text),
    state,
    reason: read?.ok === false ? reasonOf(read) : read === null ? status.reason : null,
    since: read === null ? isoOrNull(status.since) : null,
    waiting: status.waiting,
    lastDelivery: isoOrNull(status.lastDelivery),
    next: isoOrNull(status.next),
  };
}
