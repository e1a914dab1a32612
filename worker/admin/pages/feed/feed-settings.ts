import type { ConfigValue, Refusal } from '../../operations.ts';
import { field, fields } from '../visit.ts';

/** A feed's common fields as a form has them. `include` and `exclude`: a rule a line. */
export type FeedSettings = {
  readonly url: string;
  readonly to: readonly string[];
  readonly every: string;
  readonly follow: string;
  readonly backfill: string;
  readonly moderate: boolean;
  readonly include: string;
  readonly exclude: string;
};

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function linesOf(rules: unknown): string {
  if (!Array.isArray(rules)) return '';
  return rules.map((rule: unknown) => (typeof rule === 'string' ? rule : JSON.stringify(rule))).join('\n');
}

/** Names of the destinations that a feed's value has. */
export function destinationsOf(config: ConfigValue | null): readonly string[] {
  const to = config === null || typeof config === 'string' ? undefined : config['to'];
  if (typeof to === 'string') return [to];
  if (Array.isArray(to)) return to.filter((name) => typeof name === 'string');
  return ['default'];
}

/** Reads a feed's value into the form's fields. */
export function settingsOf(config: ConfigValue | null): FeedSettings {
  const value = typeof config === 'string' ? { url: config } : (config ?? {});
  const get = (name: string): unknown => Reflect.get(value, name);
  return {
    url: textOf(get('url')),
    to: destinationsOf(config),
    every: textOf(get('every')),
    follow: textOf(get('follow')),
    backfill: textOf(get('backfill')),
    moderate: get('moderate') === true,
    include: linesOf(get('include')),
    exclude: linesOf(get('exclude')),
  };
}

/** Reads the form's fields. */
export function readSettings(form: FormData): FeedSettings {
  const other = field(form, 'other')
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  return {
    url: field(form, 'url'),
    to: [...new Set([...fields(form, 'to'), ...other])],
    every: field(form, 'every'),
    follow: field(form, 'follow'),
    backfill: field(form, 'backfill'),
    moderate: form.has('moderate'),
    include: field(form, 'include'),
    exclude: field(form, 'exclude'),
  };
}

const wrong = (name: string, of: string, detail: string): Refusal => ({
  ok: false,
  status: 422,
  detail: 'That could not be saved.',
  errors: [{ key: `feed:${name}`, field: of, detail }],
});

/** Reads a rule a line: text, or an object in JSON; a number: the line that is neither. */
function readRules(text: string): readonly unknown[] | number {
  const rules: unknown[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const rule = line.trim();
    if (rule === '') continue;
    if (!rule.startsWith('{')) rules.push(rule);
    else
      try {
        rules.push(JSON.parse(rule));
      } catch {
        return at + 1;
      }
  }
  return rules;
}

/** Makes a feed's value of the form's fields; what the form has no field for stays as `config` has it. */
export function valueOf(
  name: string,
  config: ConfigValue | null,
  settings: FeedSettings,
): { readonly ok: true; readonly value: ConfigValue } | Refusal {
  const value: Record<string, unknown> = typeof config === 'string' || config === null ? {} : { ...config };
  const set = (key: string, given: unknown, isLeftOut: boolean) => {
    if (isLeftOut) delete value[key];
    else value[key] = given;
  };
  if (settings.to.length === 0) return wrong(name, 'to', 'tick a destination, or name one');
  value['url'] = settings.url;
  const [to = 'default'] = settings.to;
  set('to', settings.to.length === 1 ? to : settings.to, settings.to.length === 1 && to === 'default');
  set('every', settings.every, settings.every === '');
  set('follow', settings.follow, settings.follow === '');
  const backfill = Number(settings.backfill === '' ? '0' : settings.backfill);
  set('backfill', Number.isNaN(backfill) ? settings.backfill : backfill, backfill === 0);
  set('moderate', true, !settings.moderate);
  for (const key of ['include', 'exclude'] as const) {
    const rules = readRules(settings[key]);
    if (typeof rules === 'number')
      return wrong(
        name,
        key,
        `line ${rules} begins with “{”, but is not JSON; a rule that is text is written as it is`,
      );
    set(key, rules, rules.length === 0);
  }
  return { ok: true, value };
}

/** Reads a text area of CONFIG's value: a JSON object, or a bare URL. `null`: it begins like JSON and is none. */
export function readValue(text: string): ConfigValue | null {
  if (!/^[{["]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return null;
  }
}
