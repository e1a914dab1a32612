// Draws docs/month.svg, a simulated month of four feeds: npm run picture:month
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { START } from '../test/support/simulation/feeds.ts';
import { simulate } from '../test/support/simulation/run.ts';
import { readCommandLine } from './command-line.ts';
import { monthSvg } from './picture/month.ts';

const DAYS = 30;

const USAGE = `npm run picture:month

Draws docs/month.svg: when a busy, a quiet, a dying and a resurrected feed are polled in a month, and when messages arrive. The
Worker's own objects poll feeds that are made up, by a simulated clock; it takes some minutes.`;

const LANES = [
  { feed: 'busy', says: 'Busy: five comments a day' },
  { feed: 'quiet', says: 'Quiet: one comment a week' },
  { feed: 'dying', says: 'Dying: ever fewer comments, and 404 from day 18 on' },
  { feed: 'resurrected', says: 'Resurrected: errors from day 4 to 14, silent until day 16' },
];

const Month = v.object({
  polls: v.array(v.object({ at: v.number(), feed: v.string(), outcome: v.number() })),
  arrivals: v.array(v.object({ at: v.number(), feed: v.nullable(v.string()), type: v.string() })),
});

readCommandLine(USAGE, {});
const [found] = await simulate('to be drawn', { MONTH_DAYS: String(DAYS) });
const svg = monthSvg(v.parse(Month, found?.meta['month']), LANES, START, DAYS);
writeFileSync(path.join(import.meta.dirname, '../docs/month.svg'), svg);
console.log('docs/month.svg written');
