import type { Kinds } from '../kind.ts';
import { ADDRESSES } from './addresses.ts';
import { FAULTS } from './faults.ts';
import { MODERATION } from './moderation.ts';
import { MOVES } from './moves.ts';
import { NAMES } from './names.ts';
import { OPERATIONS } from './operations.ts';
import { ORDERS } from './orders.ts';
import { RENAMES } from './renames.ts';
import { WINDOWS } from './windows.ts';

/** All kinds of sites, in the order of the table. */
export const KINDS: Kinds = {
  ...MODERATION,
  ...WINDOWS,
  ...ORDERS,
  ...NAMES,
  ...MOVES,
  ...RENAMES,
  ...FAULTS,
  ...OPERATIONS,
  ...ADDRESSES,
};
