/** Formats by zone, `null` of a name that is none; few are ever kept. Making one costs far more than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 500;

/** Gives a zone's offset from UTC at an instant, ms, east positive; `null`: the runtime knows no such zone. */
export function zoneOffset(zone: string, instant: number): number | null {
  if (zone === 'UTC') return 0;
  const format = formatOf(zone);
  if (format === null) return null;
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const [hour = 0, minute = 0, second = 0] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
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
