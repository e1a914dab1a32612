import * as v from 'valibot';
import { mention as mentionField } from '../fields.ts';
import type { Ping } from './body.ts';

/** Most that one message names: their ids have to leave room for it. Discord's own limit is 100 users and 100 roles. */
const MOST = 50;

const FORM = /^(?:&?\d{17,20}|@(?:everyone|here))$/;
const PROBLEM = 'must be @here, @everyone, the id of a user (17 to 20 digits), or that of a role with & before it';

/** Field `mention`: a user's id, a role's with `&` before it, `@here` or `@everyone`. */
export const mention = v.pipe(
  mentionField(FORM, PROBLEM),
  v.check((of) => !Array.isArray(of) || of.length <= MOST, `must be ${MOST} at most`),
);

/** Ping of those that the owner names, and of nobody else. https://discord.com/developers/docs/resources/message#allowed-mentions-object */
export function pingOf(of: string | readonly string[] | undefined): Ping {
  if (of === undefined) return null;
  const named = [...new Set(typeof of === 'string' ? [of] : of)];
  const roles = named.filter((id) => id.startsWith('&')).map((id) => id.slice(1));
  const users = named.filter((id) => /^\d/.test(id));
  return {
    text: named.map((id) => (id.startsWith('@') ? id : `<@${id}>`)).join(' '),
    allowed: {
      parse: named.some((id) => id.startsWith('@')) ? ['everyone'] : [],
      ...(users.length > 0 ? { users } : {}),
      ...(roles.length > 0 ? { roles } : {}),
    },
  };
}
