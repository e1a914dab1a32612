import { type Blog, MINUTE, pages, plain, type Served, type Site, type Written } from '../blog.ts';
import type { Kinds } from '../kind.ts';

const COMMON = ['Thanks!', '+1', 'Great post', 'me too', 'lol', 'Agreed', 'This.', 'Nice', 'Same here', 'Yes', 'No'];

const secure = (one: Written): Served => ({ ...plain(one), id: `https:${one.id}`, link: `https:${one.link}` });

/** One comment in five states no time. */
const timeless = (one: Written): Served => ({ ...plain(one), ...(one.n % 5 === 0 ? { time: null } : {}) });

/** Ids and links are the one or the other; one comment in four says what many say; some are approved late. */
function renamed(
  isSecure: (poll: number, blog: Blog) => boolean,
  { rest, burst = 0, late = 0, common = 0.25 }: { rest: boolean; burst?: number; late?: number; common?: number },
): (blog: Blog) => Site {
  return (blog) => {
    let [is, was] = [false, false];
    const said = (): Partial<Written> => {
      const text = COMMON[blog.between(0, COMMON.length - 1)];
      return text !== undefined && blog.chance.odds(common) ? { text } : {};
    };
    blog.past(60, 5, 60, said);
    const as = (one: Written): Served => (is ? secure(one) : plain(one));
    const list = (): readonly Written[] => blog.newest();
    const short = pages(list, () => 10, { older: false, as });
    return {
      polls: 900,
      page: (number) => {
        if (number === 1 || !rest) return short(number);
        return list()
          .slice((number - 2) * 100, (number - 1) * 100)
          .map(as);
      },
      step: (poll) => {
        [is, was] = [isSecure(poll, blog), is];
        const count = is === was ? 0 : burst;
        for (let left = count + (blog.chance.odds(0.1) ? 1 : 0); left > 0; left--) {
          const isLate = blog.chance.odds(late);
          blog.write({ shownFrom: blog.now + (isLate ? blog.between(5, 900) * MINUTE : 0), ...said() });
        }
      },
    };
  };
}

const everyTwoHundred = (poll: number): boolean => Math.floor(poll / 200) % 2 === 1;

/** All names change, while there are new ones, and ones that say the same. */
export const RENAMES: Kinds = {
  'renamed, seven new': {
    says: 'ids and links change while seven are written; older pages of a hundred',
    build: renamed(everyTwoHundred, { rest: true, burst: 7, common: 0 }),
  },
  'renamed, seven new, ten shown': {
    says: 'the same without older pages',
    build: renamed(everyTwoHundred, { rest: false, burst: 7, common: 0 }),
  },
  'renamed, thanks': {
    says: 'ids and links change; many say the same, some are approved late; older pages',
    build: renamed(everyTwoHundred, { rest: true, late: 0.3 }),
  },
  'by turns, thanks': {
    says: 'ids and links with http or https by chance; many say the same',
    build: renamed((_poll, blog) => blog.chance.odds(0.5), { rest: false }),
  },
  'forgets, some timeless': {
    says: 'more comments than are remembered; one in five states no time',
    build: (blog) => {
      blog.past(40, 5, 60);
      return {
        polls: 1500,
        page: (number) => {
          const [from, to] = number === 1 ? [0, 10] : [(number - 2) * 100, (number - 1) * 100];
          return blog.newest().slice(from, to).map(timeless);
        },
        step: () => {
          if (blog.chance.odds(0.9)) blog.write();
        },
      };
    },
  },
};
