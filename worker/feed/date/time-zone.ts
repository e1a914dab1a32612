import { zoneOffset } from '../../zone-offset.ts';

/** Name of a zone in the IANA database: `america/los_angeles`, `etc/gmt+5`. Lower case. */
const ZONE_NAME = /^[a-z]{2,20}(?:\/[a-z0-9_+-]{1,40}){1,2}$/;

/** Name of a zone by its rule, as the database has four: `est5edt`. Lower case. */
const RULE_NAME = /^[a-z]{3,4}\d[a-z]{3,4}$/;

/** True if the word is the name of a zone that the runtime knows, in lower case. */
export function isNamedZone(word: string): boolean {
  return (ZONE_NAME.test(word) || isRuleName(word)) && zoneOffset(word, 0) !== null;
}

/** True if the word is written as the name of a zone by its rule, known or not. Lower case. */
export function isRuleName(word: string): boolean {
  return RULE_NAME.test(word);
}

/** Gives minutes east of Greenwich in a named zone when its clocks show `local`, milliseconds; 0 of an unknown zone. */
export function minutesEast(zone: string, local: number): number {
  // The offset at the instant that would be meant in Greenwich, then at the one that this gives: clocks may be put forward between.
  return offsetAt(zone, local - offsetAt(zone, local) * 60_000);
}

function offsetAt(zone: string, instant: number): number {
  return Math.round((zoneOffset(zone, instant) ?? 0) / 60_000);
}
