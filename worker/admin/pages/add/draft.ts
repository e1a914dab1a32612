import { withScheme } from '../../../config/scheme.ts';
import type { ConfigValue, Refusal } from '../../operations.ts';
import { type FeedSettings, valueOf } from '../feed/feed-settings.ts';
import { field } from '../visit.ts';

/** A feed that is about to be added, as it goes from step to step in hidden fields. Nothing in it is a credential. */
export type Draft = {
  readonly url: string;
  readonly name: string;
  /** Name of a destination; `''`: a new one. */
  readonly to: string;
  readonly backfill: string;
  readonly include: string;
  readonly exclude: string;
};

/** Reads the steps' fields. */
export function readDraft(form: FormData): Draft {
  return {
    url: withScheme(field(form, 'url')),
    name: field(form, 'name').toLowerCase(),
    to: field(form, 'to'),
    backfill: field(form, 'backfill'),
    include: field(form, 'include'),
    exclude: field(form, 'exclude'),
  };
}

/** A draft as a feed's settings. */
function settingsOfDraft(draft: Draft): FeedSettings {
  return { ...draft, to: [draft.to], every: '', follow: '', moderate: false };
}

/** Makes CONFIG's value of a draft. */
export function draftValue(draft: Draft): { readonly ok: true; readonly value: ConfigValue } | Refusal {
  const made = valueOf(draft.name, null, settingsOfDraft(draft));
  // Nothing but a URL is as people write it.
  return made.ok && typeof made.value === 'object' && Object.keys(made.value).length === 1
    ? { ok: true, value: draft.url }
    : made;
}

/** Longest name that is proposed: a feed's name is typed. */
const NAME = 40;

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, NAME)
    .replaceAll(/^-+|-+$/g, '');
}

/** Proposes a name for a feed: of its title, else of its host. */
export function proposeName(title: string | null, url: string): string {
  const ofTitle = slug((title ?? '').replace(/^(?:comments?|replies|responses?) (?:on|for|to|in|by)\b:?/i, ''));
  if (ofTitle.length >= 3) return ofTitle;
  const ofHost = slug((URL.parse(url)?.hostname ?? '').replace(/^www\./, ''));
  return ofHost === '' ? 'feed' : ofHost;
}

/** A name like `wanted` that is not taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}

/** Proposes a name for a destination: `default`, where feeds go that name none, else its type's. */
export function proposeDestination(type: string, taken: readonly string[]): string {
  return freeName(taken.includes('default') ? type : 'default', taken);
}
