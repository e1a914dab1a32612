import type { OpenDestination } from '../../config/destination.ts';
import { nextCut } from '../../rules/digest.ts';
import { readyAt } from '../../rules/pace.ts';
import { quietUntil } from '../../rules/quiet.ts';
import type { OutboxContext } from '../context.ts';
import type { LoggedRow } from './scan.ts';

/** Cause that keeps a message that waits, and until when at the earliest, ms; `null`: that is not known. */
export type Wait = {
  readonly reason: 'blocked' | 'failing' | 'slow' | 'quiet' | 'digest' | 'pace';
  readonly until: number | null;
};

type Waiting = Pick<LoggedRow, 'type' | 'replayed' | 'accepted'>;

/** Finds what keeps a message that waits from going now; `null`: nothing but those before it. */
export function waitOf(
  { state, deps }: Pick<OutboxContext, 'state' | 'deps'>,
  config: OpenDestination | null,
  message: Waiting,
): Wait | null {
  const { blocked, circuit, bucket } = state;
  const now = deps.now();
  if (blocked !== null) return { reason: 'blocked', until: null };
  const turn = config === null ? null : turnOf(config, message, now);
  if (circuit.failing !== null) return { reason: 'failing', until: Math.max(circuit.failing.next, turn?.until ?? 0) };
  const slow = circuit.slow?.until ?? 0;
  if (slow > now) return { reason: 'slow', until: Math.max(slow, turn?.until ?? 0) };
  if (turn !== null || config === null) return turn;
  const paced = readyAt(bucket, config.pace, now);
  return paced > now ? { reason: 'pace', until: paced } : null;
}

/** The digest or the end of quiet hours that a message waits for; what was asked for by hand waits for neither. */
function turnOf({ digest, quiet }: OpenDestination, { type, replayed, accepted }: Waiting, now: number): Wait | null {
  if (replayed !== null) return null;
  const cut = digest !== null && type.startsWith('comment.') ? nextCut(digest, accepted) : 0;
  if (cut > now) return { reason: 'digest', until: (quiet === null ? null : quietUntil(quiet, cut)) ?? cut };
  const end = quiet === null ? null : quietUntil(quiet, now);
  return end === null ? null : { reason: 'quiet', until: end };
}
