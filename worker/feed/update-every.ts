import { childOf, type Element, trimmedTextOf } from './xml/element.ts';

const MINUTES: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** How often the feed says it changes, in minutes: RSS `ttl`, or `sy:updatePeriod` divided by `sy:updateFrequency`. */
export function updateEveryOf(channel: Element): number | null {
  const ttl = positive(trimmedTextOf(childOf(channel, 'ttl')));
  if (ttl !== null) return ttl;
  const period = MINUTES[trimmedTextOf(childOf(channel, 'sy:updateperiod'))?.toLowerCase() ?? ''];
  if (period === undefined) return null;
  return period / (positive(trimmedTextOf(childOf(channel, 'sy:updatefrequency'))) ?? 1);
}

function positive(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
