import { type Blog, DAY, pages, plain, type Served, type Site, type Written } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** `url` is changed in the middle. */
function changed(
  before: { readonly is: (one: Written) => boolean; readonly cap: number; readonly url: string },
  after: {
    readonly is: (one: Written) => boolean;
    readonly cap: number;
    readonly url: string;
    readonly as?: (one: Written) => Served;
  },
  gap = 0,
): (blog: Blog) => Site {
  return (blog) => {
    let isAfter = false;
    blog.past(200, 5, 60, () => ({ place: blog.chance.odds(0.1) ? 1 : 2 }));
    blog.write({ place: 1 });
    const now = (): typeof after => (isAfter ? after : before);
    return {
      polls: 400 + gap,
      page: (number) => {
        const { is, cap, as } = now();
        return pages(
          () => blog.newest().filter(is),
          () => cap,
          { as: as ?? plain },
        )(number);
      },
      around: () => ({ source: now().url, url: now().url }),
      pauses: (poll) => poll > 200 && poll < 200 + gap,
      step: (poll) => {
        // What the narrower feed never showed is not what people wait for.
        if (poll === 200 + gap && !isAfter) {
          for (const one of blog.all) if (!before.is(one)) one.hidden = true;
          isAfter = true;
        }
        if (blog.chance.odds(gap > 0 ? 0.005 : 0.1)) blog.write({ place: blog.chance.odds(0.5) ? 1 : 2 });
        if (isAfter) for (const one of blog.all.slice(-1)) if (!after.is(one)) one.hidden = true;
      },
    };
  };
}

const all = (): boolean => true;
const post = ({ place }: Written): boolean => place === 1;
const others = ({ place }: Written): boolean => place === 2;
const foreign = (one: Written): Served => ({
  ...plain(one),
  id: `x${one.n}`,
  author: `@${one.author}`,
  link: `/x${one.n}`,
});

export const ADDRESSES: Kinds = {
  'to the site': {
    says: "`url` from a post's feed to its site's, fifty shown",
    build: changed({ is: post, cap: 10, url: 'blog/post' }, { is: all, cap: 50, url: 'blog/all' }),
  },
  'to a post': {
    says: "`url` from the site's feed to a post's",
    build: changed({ is: all, cap: 10, url: 'blog/all' }, { is: post, cap: 10, url: 'blog/post' }),
  },
  'to another post': {
    says: "`url` from one post's feed to another's of the same site",
    build: changed({ is: post, cap: 10, url: 'blog/post' }, { is: others, cap: 10, url: 'blog/other' }),
  },
  'to another address': {
    says: 'the same comments at another address of the same site',
    build: changed({ is: all, cap: 10, url: 'blog/rss' }, { is: all, cap: 10, url: 'blog/atom' }),
  },
  'to another site': {
    says: 'another site with nothing in common',
    build: changed({ is: post, cap: 10, url: 'blog/post' }, { is: others, cap: 10, url: 'other/feed', as: foreign }),
  },
  'after an outage': {
    says: 'three days dead, then another address of the same site with other ids and authors',
    build: changed({ is: all, cap: 10, url: 'blog/rss' }, { is: all, cap: 10, url: 'blog/new', as: foreign }, 864),
  },
  'empty at the new address': {
    says: 'a corrected `url` answers empty once and then with forty',
    build: (blog) => {
      let at = 0;
      blog.past(60, 5, 60);
      const page = pages(
        () => blog.newest(),
        () => 40,
        { older: false },
      );
      return {
        polls: 200,
        page: (number) => (at < 5 ? page(number).slice(0, 0) : at === 5 ? [] : page(number)),
        around: () => ({ source: at < 5 ? 'typo' : 'right', url: at < 5 ? 'blog/typo' : 'blog/right' }),
        step: (poll) => {
          at = poll;
          if (poll > 8 && blog.chance.odds(0.1)) blog.write();
        },
      };
    },
  },
  'resumes after a year': {
    says: 'no poll for a year; older pages',
    build: (blog) => {
      blog.past(60, 5, 60);
      return {
        polls: 400,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: (poll) => {
          if (poll === 200) blog.now += 365 * DAY;
          if (blog.chance.odds(0.1)) blog.write();
        },
      };
    },
  },
  'another site for a while': {
    says: "another site's comments for an hour, with its home page",
    build: (blog) => alternating(blog, true),
  },
  'two sites, one address': {
    says: "another site's comments now and then, nothing tells whose they are",
    build: (blog) => alternating(blog, false),
  },
};

/** An address that serves another site's comments now and then; `says`: with that site's home page. */
function alternating(blog: Blog, says: boolean): Site {
  let [place, until] = [0, 0];
  blog.past(80, 5, 60, () => ({ place: blog.between(0, 1) }));
  for (const one of blog.all) one.hidden = one.place === 1;
  return {
    polls: 400,
    page: pages(
      () => blog.newest().filter((one) => one.place === place),
      () => 10,
      { as: plain },
    ),
    around: () => (says ? { home: `home ${place}` } : {}),
    step: (poll) => {
      if (poll >= until) place = 0;
      if (poll > 50 && place === 0 && blog.chance.odds(0.03)) [place, until] = [1, poll + (says ? 12 : 1)];
      const at = blog.between(0, 1);
      if (blog.chance.odds(0.1)) blog.write({ place: at, hidden: at === 1 });
    },
    rest: () => (place = 0),
  };
}
