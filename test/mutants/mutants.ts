import { channelMutants } from './channels.ts';
import { circuitMutants } from './circuit.ts';
import { followingMutants } from './following.ts';
import { gatheringMutants } from './gathering.ts';
import { handedMutants } from './handed.ts';
import { mannersMutants } from './manners.ts';
import { memoryMutants } from './memory.ts';
import { movesMutants } from './moves.ts';
import { nameMutants } from './names.ts';
import { noticeMutants } from './notices.ts';
import { outboxMutants } from './outbox.ts';
import { pollerMutants } from './poller.ts';
import { ruleMutants } from './rules.ts';
import { truthMutants } from './truth.ts';
import type { Mutant } from './mutant.ts';

/** All wrong versions, those that lose comments first. */
export const MUTANTS: readonly Mutant[] = [
  ...truthMutants,
  ...movesMutants,
  ...pollerMutants,
  ...noticeMutants,
  ...ruleMutants,
  ...nameMutants,
  ...outboxMutants,
  ...circuitMutants,
  ...channelMutants,
  ...gatheringMutants,
  ...followingMutants,
  ...mannersMutants,
  ...handedMutants,
  ...memoryMutants,
];
