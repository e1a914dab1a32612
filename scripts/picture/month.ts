/** A poll; `outcome`: HTTP's status, 0 where there was no answer. Instants are ms since the epoch. */
type Poll = { readonly at: number; readonly feed: string; readonly outcome: number };
type Arrival = { readonly at: number; readonly feed: string | null; readonly type: string };

/** Polls and messages of some feeds over days. */
export type Month = { readonly polls: readonly Poll[]; readonly arrivals: readonly Arrival[] };

/** A feed to be drawn, with what is said of it. */
export type Lane = { readonly feed: string; readonly says: string };

const WIDTH = 860;
const LEFT = 16;
const TOP = 52;
const LANE = 88;
/** Height of the bars, where every tick polls. */
const BARS = 40;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** Time of one bar. */
const BIN = 6 * HOUR;
const POLLS_A_BIN = 72;

/** Colours on a light page, and on a dark one. */
const STYLE = `text{font:13px system-ui,sans-serif;fill:#1f2328}.d{fill:#59636e}.p{fill:#8fb8e8}.f{fill:#e8a33d}.l{stroke:#d1d9e0}
.c,.n,.r{stroke-linecap:round;fill:none}.c{stroke:#1a7f37;stroke-width:4}.n{stroke:#cf222e;stroke-width:9}.r{stroke:#0969da;stroke-width:9}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.d{fill:#9198a1}.p{fill:#3f6ea5}.f{fill:#b8791f}.l{stroke:#3d444d}.c{stroke:#3fb950}.n{stroke:#f85149}.r{stroke:#58a6ff}}`;

/** Draws when each feed was polled, and when messages arrived, as an SVG for light and dark pages. `start`: the first instant. */
export function monthSvg(month: Month, lanes: readonly Lane[], start: number, days: number): string {
  const height = TOP + lanes.length * LANE + 28;
  const title = `${days} days of ${lanes.length} feeds: how often each is polled, and when messages arrive`;
  const place: Place = { start, scale: (WIDTH - 2 * LEFT) / (days * DAY) };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img"><title>${title}</title>`,
    `<style>${STYLE}</style>`,
    legend(),
    ...lanes.map((lane, at) => drawLane(month, lane, TOP + at * LANE, place)),
    axis(days, TOP + lanes.length * LANE, place),
    '</svg>\n',
  ].join('\n');
}

type Place = { readonly start: number; readonly scale: number };

function xOf(at: number, { start, scale }: Place): number {
  return Number((LEFT + (at - start) * scale).toFixed(1));
}

function drawLane({ polls, arrivals }: Month, { feed, says }: Lane, top: number, place: Place): string {
  const asked = polls.filter((poll) => poll.feed === feed);
  const failed = asked.filter(({ outcome }) => outcome !== 200 && outcome !== 304);
  const told = arrivals.filter((arrival) => arrival.feed === feed);
  const base = top + LANE - 14;
  const dots = (kind: string, type: string): string => {
    const d = told.filter((one) => one.type === type).map(({ at }) => `M${xOf(at, place)} ${base - BARS - 8}h0`);
    return d.length === 0 ? '' : `<path class="${kind}" d="${d.join('')}"/>`;
  };
  return [
    `<text x="${LEFT}" y="${top + 14}">${says}</text>`,
    `<text class="d" x="${WIDTH - LEFT}" y="${top + 14}" text-anchor="end">${count(asked.length, 'poll')}, ${count(told.length, 'message')}</text>`,
    bars('p', asked, base, place),
    bars('f', failed, base, place),
    `<path class="l" d="M${LEFT} ${base}H${WIDTH - LEFT}"/>`,
    dots('c', 'comment.created'),
    dots('n', 'feed.failing'),
    dots('r', 'feed.recovered'),
  ].join('');
}

/** Draws polls in bins as one outline. */
function bars(kind: string, polls: readonly Poll[], base: number, place: Place): string {
  const counts = new Map<number, number>();
  for (const { at } of polls) {
    const bin = Math.floor((at - place.start) / BIN);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const d = [...counts].map(([bin, number]) => {
    const [from, to] = [xOf(place.start + bin * BIN, place), xOf(place.start + (bin + 1) * BIN, place)];
    // One poll has to be seen as well.
    const height = Math.max((number / POLLS_A_BIN) * BARS, 1);
    return `M${from} ${base}V${Number((base - height).toFixed(1))}H${to}V${base}`;
  });
  return d.length === 0 ? '' : `<path class="${kind}" d="${d.join('')}"/>`;
}

function legend(): string {
  const entries = [
    ['<rect class="p" width="10" height="10" y="-9"/>', 'polls in six hours'],
    ['<rect class="f" width="10" height="10" y="-9"/>', 'of those, failed'],
    ['<path class="c" d="M5 -4h0"/>', 'a comment arrives'],
    ['<path class="n" d="M5 -4h0"/>', '“it fails”'],
    ['<path class="r" d="M5 -4h0"/>', '“it has recovered”'],
  ] as const;
  const drawn = entries.map(
    ([mark, says], at) => `<g transform="translate(${LEFT + at * 160} 26)">${mark}<text x="16">${says}</text></g>`,
  );
  return drawn.join('');
}

function axis(days: number, y: number, place: Place): string {
  const marks = Array.from({ length: Math.floor(days / 5) + 1 }, (_, at) => at * 5);
  const anchor = (day: number): string => (day === 0 ? 'start' : day === days ? 'end' : 'middle');
  return marks
    .map(
      (day) =>
        `<text class="d" x="${xOf(place.start + day * DAY, place)}" y="${y + 12}" text-anchor="${anchor(day)}">day ${day}</text>`,
    )
    .join('');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
