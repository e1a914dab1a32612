import * as v from 'valibot';
import type { OpenFailure, Result } from '../model.ts';
import type { Channel } from './channel.ts';

/** A destination's name, and the Worker's secrets by name. */
export type Opening = { readonly name: string; readonly secret: (name: string) => string | undefined };

/** A platform: one file of this room each, one line in the registry. */
export type Platform = {
  /** The value of `type` in CONFIG. */
  readonly type: string;
  /** Another name of it that CONFIG may have as well: the same service under another brand. */
  readonly alias?: string;
  /** Column of the table of outcomes: receivers of one's own deploy bugs, chats mean what they say. */
  readonly family: 'webhook' | 'chat';
  /** True if a bare URL is one of this platform's, by its well-known host or path. */
  readonly guess: (url: URL) => boolean;
  /** Fields that a URL stands for where the platform has no field `url`, or more in it than that; absent: `url` alone. */
  readonly fieldsOf?: (url: URL) => Readonly<Record<string, unknown>>;
  /** Its fields that are, or become, addresses that requests go to; absent: `url`. URL policy looks at them. */
  readonly addresses?: readonly string[];
  /** Its own fields of a destination (not `type`, `events`, `pace`); strict, so that an unknown key is an error. */
  readonly schema: v.GenericSchema;
  /** Those of its fields that are credentials: there a `secret:NAME` is read from the Worker's secret NAME. */
  readonly credentials: readonly string[];
  /** Opens a channel with settings that fit the schema. Derives nothing and asks nobody. */
  readonly open: (settings: unknown, opening: Opening) => Result<Channel, OpenFailure>;
};

type Definition<S> = Omit<Platform, 'schema' | 'open'> & {
  readonly schema: v.GenericSchema<unknown, S>;
  readonly open: (settings: S, opening: Opening) => Result<Channel, OpenFailure>;
};

/** Makes a platform of one that knows the type of its settings. Its `open` throws on settings that do not fit. */
export function definePlatform<S>(definition: Definition<S>): Platform {
  const { schema, open } = definition;
  return { ...definition, open: (settings, opening) => open(v.parse(schema, settings), opening) };
}
