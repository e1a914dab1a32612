/** Name of a zone in the IANA database: `america/los_angeles`, `etc/gmt+5`. Lower case. */
const ZONE_NAME = /^[a-z]{2,20}(?:\/[a-z0-9_+-]{1,40}){1,2}$/;

/** Name of a zone by its rule, as the database has four: `est5edt`. Lower case. */
const RULE_NAME = /^[a-z]{3,4}\d[a-z]{3,4}$/;

/** Formats by zone, `null` of a name that is none; a feed has one zone, so few are ever kept. */
const FORMATS = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 500;

/** True if the word is the name of a zone that the runtime knows, in lower case. */
export function isNamedZone(word: string): boolean {
  return (ZONE_NAME.test(word) || isRuleName(word)) && formatOf(word) !== null;
}

/** True if the word is written as the name of a zone by its rule, known or not. Lower case. */
export function isRuleName(word: string): boolean {
  return RULE_NAME.test(word);
}

/** Gives minutes east of Greenwich in a named zone when its clocks show `local`, milliseconds; 0 of an unknown zone. */
export function minutesEast(zone: string, local: number): number {
  const format = formatOf(zone);
  if (format === null) return 0;
  // The offset at the instant that would be meant in Greenwich, then at the one that this gives: clocks may be put forward between.
  const first = offsetAt(format, local);
  return offsetAt(format, local - first * 60_000);
}

function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const [hour = 0, minute = 0, second = 0] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - Math.floor(instant / 1000) * 1000) / 60_000);
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  if (FORMATS.size >= MAX_FORMATS) FORMATS.clear();
  const format = createFormat(zone);
  FORMATS.set(zone, format);
  return format;
}

/** `null` where the runtime knows no such zone: it throws then. */
function createFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}
