import type { OverviewAnswer } from '../shapes.ts';

/** Says in one sentence how all is: "12 feeds are read, 1 destination waits". `isLate`: the cron does not run. */
export function overviewSentence(
  { feeds, destinations }: Pick<OverviewAnswer, 'feeds' | 'destinations'>,
  isLate: boolean,
): string {
  const all = Object.values(feeds).reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'No feed is watched yet';
  if (isLate) return 'Nothing is polled: the cron does not run';
  const parts = [
    `${counted(feeds.ok + feeds.new, 'feed is', 'feeds are')} read`,
    ...some(feeds.failing, (count) => `${count} ${count === 1 ? 'fails' : 'fail'}`),
    ...some(feeds.invalid, (count) => `${count} ${count === 1 ? 'is' : 'are'} not valid`),
    ...some(feeds.paused, (count) => `${count} ${count === 1 ? 'is' : 'are'} paused`),
    ...some(destinations.waiting, (count) => counted(count, 'destination waits', 'destinations wait')),
    ...some(destinations.blocked + destinations.failing + destinations.invalid, (count) => {
      return `${counted(count, 'destination takes', 'destinations take')} nothing`;
    }),
  ];
  return parts.join(', ');
}

function some(count: number, words: (count: number) => string): readonly string[] {
  return count === 0 ? [] : [words(count)];
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count === 0 ? 'no' : count} ${many}`.replace(/^no (?=feeds)/, 'No ');
}
