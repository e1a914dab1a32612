import { type Role, SENSE } from '../element.ts';
import type { InlineMark } from '../tree.ts';

/** Marks with an element's own added, unless one of its meaning is there: so they stay few at any depth. */
export function marksWith(
  marks: readonly InlineMark[],
  role: Extract<Role, { kind: 'phrase' | 'code' }>,
): readonly InlineMark[] {
  const isThere = marks.some((mark) =>
    mark.kind === 'phrase' && role.kind === 'phrase' ? SENSE[mark.tag] === SENSE[role.tag] : mark.kind === role.kind,
  );
  if (isThere) return marks;
  return [...marks, role.kind === 'phrase' ? role : { kind: 'code' }];
}
