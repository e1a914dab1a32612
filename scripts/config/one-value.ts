import { type ConfigValue, fieldsOfValue } from '../../worker/config/config-value.ts';
import type { ConfigDocument } from '../../worker/config/document.ts';
import { FEED_PREFIX } from '../../worker/config/keys.ts';
import { isFields } from '../../worker/config/value.ts';

/** The document with one value alone. */
export function documentWith(key: string, value: ConfigValue): ConfigDocument {
  const name = key.slice(key.indexOf(':') + 1);
  return key.startsWith(FEED_PREFIX)
    ? { destinations: {}, feeds: { [name]: value } }
    : { destinations: { [name]: value }, feeds: {} };
}

/** Gives what stands at a path (`url`, `headers.x-key`, `secret.1`) of a value; `undefined`: nothing does. */
export function fieldOf(value: ConfigValue, path: string): unknown {
  const [field, inside] = partsOf(path);
  const outer = own(fieldsOfValue(value), field);
  return inside === null ? outer : own(outer, inside);
}

/**
 * Gives what a value may be with what is at the path replaced: by the text, or by the JSON that it is, whichever fits the
 * field. `""` takes it away.
 */
export function withField(value: ConfigValue, path: string, text: string): readonly ConfigValue[] {
  const [field, inside] = partsOf(path);
  const fields = fieldsOfValue(value);
  if (text === '' && inside === null)
    return [Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field))];
  return [text, parsed(text)].map((given) => ({
    ...fields,
    [field]: inside === null ? given : within(own(fields, field), inside, given),
  }));
}

function within(outer: unknown, inside: string, given: unknown): unknown {
  if (Array.isArray(outer)) {
    const at = Number(inside);
    return at < outer.length ? outer.with(at, given) : [...outer, given];
  }
  return { ...(isFields(outer) ? outer : {}), [inside]: given };
}

/** A field's name, and what is inside of it: a header's name may hold dots itself. */
function partsOf(path: string): readonly [field: string, inside: string | null] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function own(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
