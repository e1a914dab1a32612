import { zoneOffset } from '../../zone-offset.ts';
import { html, type Html } from '../../html.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Clock and zone of who looks at a page. */
export type Clock = { readonly now: number; readonly zone: string };

/** A zone that the runtime knows, else UTC. */
export function knownZone(zone: unknown): string {
  return typeof zone === 'string' && zoneOffset(zone, 0) !== null ? zone : 'UTC';
}

/** Formats by zone: making one costs far more than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  // A zone comes with a request: so that they do not fill the memory.
  if (FORMATS.size >= 50) FORMATS.clear();
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  FORMATS.set(zone, format);
  return format;
}

/** An instant (ms) to the second in the reader's zone: "26 Nov 2026, 14:05:09 CET". */
function exactTime(instant: number, zone: string): string {
  return formatOf(zone).format(instant);
}

/** An instant (ms) as seen from now: "3 min ago", "in 5 min"; beyond two weeks its date. */
export function relativeTime(instant: number, { now, zone }: Clock): string {
  const distance = Math.abs(instant - now);
  const [value, unit] =
    distance < MINUTE
      ? [0, '']
      : distance < HOUR
        ? [Math.round(distance / MINUTE), ' min']
        : distance < 2 * DAY
          ? [Math.round(distance / HOUR), ' h']
          : [Math.round(distance / DAY), ' days'];
  if (distance > 14 * DAY) return exactTime(instant, zone).split(',')[0] ?? '';
  if (value === 0) return instant > now ? 'in a moment' : 'just now';
  return instant > now ? `in ${value}${unit}` : `${value}${unit} ago`;
}

/** An instant (ISO 8601) as seen from now, with the exact time as its title; `none` where there is none. */
export function timeAgo(iso: string | null, clock: Clock, none: Html | string = '–'): Html {
  const instant = Date.parse(iso ?? '');
  if (iso === null || Number.isNaN(instant)) return html`${none}`;
  return html`<time datetime="${iso}" title="${exactTime(instant, clock.zone)}">${relativeTime(instant, clock)}</time>`;
}

/** An instant (ISO 8601) to the second, and as seen from now. */
export function timeInFull(iso: string | null, clock: Clock, none = '–'): Html {
  const instant = Date.parse(iso ?? '');
  if (iso === null || Number.isNaN(instant)) return html`${none}`;
  return html`<time datetime="${iso}">${exactTime(instant, clock.zone)}</time>
    <span class="muted">(${relativeTime(instant, clock)})</span>`;
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?$/;

/** Reads a form's local time in the reader's zone; gives ISO 8601, UTC. `null`: none is given, or it is none. */
export function readLocalTime(text: string, zone: string): string | null {
  if (!LOCAL.test(text)) return null;
  const asUtc = Date.parse(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset that holds at the instant itself; where a clock is set forward, that after it.
  const near = asUtc - (zoneOffset(zone, asUtc) ?? 0);
  return new Date(asUtc - (zoneOffset(zone, near) ?? 0)).toISOString();
}
