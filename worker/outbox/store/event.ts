import * as v from 'valibot';
import { type Event, MESSAGE_TYPES } from '../../model.ts';

const name = v.looseObject({ name: v.string() });
const comment = v.looseObject({
  id: v.string(),
  text: v.string(),
  html: v.string(),
  author: v.looseObject({ name: v.nullable(v.string()) }),
});

/** The facts that each kind of message cannot do without; all else an older version may not have written yet. */
const DATA: Readonly<Record<string, v.GenericSchema>> = {
  comment: v.looseObject({ feed: name, comment }),
  feed: v.looseObject({ feed: name }),
  destination: v.looseObject({ destination: name }),
  config: v.looseObject({ key: v.string(), reason: v.string() }),
};

const envelope = v.looseObject({ type: v.picklist(MESSAGE_TYPES), timestamp: v.string(), data: v.looseObject({}) });

/** True if a value that was read back is an event as some version of Earshot has written it. */
export function isEvent(value: unknown): value is Event {
  if (!v.is(envelope, value)) return false;
  const data = DATA[value.type.replace(/\..*/, '')];
  return data !== undefined && v.is(data, value.data);
}

/** The event that a row's body holds; `null`: the body is gone, or no event. */
export function readEvent(body: string | null): Event | null {
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(body);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}
