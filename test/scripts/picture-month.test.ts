import { expect, test } from 'vitest';
import { monthSvg } from '../../scripts/picture/month.ts';

const START = Date.UTC(2030, 2, 1);
const HOUR = 60 * 60_000;
const lanes = [{ feed: 'one', says: 'One: some comments' }];

const at = (hours: number): number => START + hours * HOUR;

test('a feed’s polls are bars of six hours, of which those that failed stand out', () => {
  const polls = [200, 304, 304, 404].map((outcome, hour) => ({ at: at(hour * 7), feed: 'one', outcome }));
  const svg = monthSvg({ polls, arrivals: [] }, lanes, START, 10);
  const outlines = (kind: string) => new RegExp(`class="${kind}" d="([^"]*)"`).exec(svg)?.[1]?.match(/M/g);
  expect(outlines('p')).toHaveLength(4);
  expect(outlines('f')).toHaveLength(1);
  expect(svg).toContain('4 polls, 0 messages');
});

test('its messages are marks at their instants, of other feeds none', () => {
  const arrivals = [
    { at: at(24), feed: 'one', type: 'comment.created' },
    { at: at(120), feed: 'one', type: 'feed.failing' },
    { at: at(120), feed: 'other', type: 'comment.created' },
  ];
  const svg = monthSvg({ polls: [], arrivals }, lanes, START, 10);
  expect(svg.match(/class="c" d="M98\.8 /g)).toHaveLength(1);
  expect(svg.match(/class="n" d="M430 /g)).toHaveLength(1);
  expect(svg).toContain('2 messages');
});

test('it has colours for light and for dark pages', () => {
  expect(monthSvg({ polls: [], arrivals: [] }, lanes, START, 10)).toContain('prefers-color-scheme:dark');
});
