import { type Blog, DAY, pages, restPages, type Site } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** The number of comments shown changes in the middle. */
function resized(from: number, to: number): (blog: Blog) => Site {
  return (blog) => {
    let cap = from;
    blog.past(60, 5, 600);
    return {
      polls: 100,
      page: pages(
        () => blog.newest(),
        () => cap,
        { older: false },
      ),
      step: (poll) => {
        if (poll === 50) cap = to;
        if (blog.chance.odds(0.05)) blog.write();
      },
    };
  };
}

function importOf(blog: Blog, count: number): void {
  for (let left = count; left > 0; left--) {
    blog.write({ time: blog.now - blog.between(1, 400 * 1440) * 60_000 - blog.between(1, 59) * 1000, imported: true });
  }
}

export const WINDOWS: Kinds = {
  'wider 10 to 50': { says: '`posts_per_rss` set from 10 to 50', build: resized(10, 50) },
  'wider 5 to 20': { says: 'from 5 to 20', build: resized(5, 20) },
  'wider 10 to 12': { says: 'from 10 to 12', build: resized(10, 12) },
  'shrinks and grows': {
    says: '50 shown, then 10, then 50 again; bursts, older pages to be had',
    build: (blog) => {
      let cap = 50;
      blog.past(120, 5, 60);
      return {
        polls: 600,
        page: pages(
          () => blog.newest(),
          () => cap,
        ),
        step: (poll) => {
          if (poll % 150 === 0) cap = cap === 50 ? 10 : 50;
          const { chance } = blog;
          const count = chance.odds(0.03) ? blog.between(8, 25) : chance.odds(0.1) ? 1 : 0;
          for (let left = count; left > 0; left--) blog.write();
        },
      };
    },
  },
  'hidden after the cut': {
    says: 'fifty taken and some of them then hidden (Discourse); bursts over fifty, no older pages',
    build: (blog) => {
      for (let left = 200; left > 0; left--) {
        blog.age(1, 1);
        blog.write({ hidden: blog.chance.odds(0.1) });
      }
      return {
        polls: 400,
        page: (number) =>
          number > 1
            ? []
            : pages(
                () => blog.newest(),
                () => 50,
              )(1).filter(({ n }) => blog.all[n]?.hidden === false),
        step: () => {
          const count = blog.chance.odds(0.05) ? blog.between(55, 80) : blog.between(0, 4);
          for (let left = count; left > 0; left--) blog.write({ hidden: blog.chance.odds(0.1) });
        },
      };
    },
  },
  'huge bursts': {
    says: 'ten a page, 120 to 300 comments between two polls',
    build: (blog) => {
      blog.past(60, 5, 60);
      return {
        polls: 300,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: () => {
          const count = blog.chance.odds(0.01) ? blog.between(120, 300) : blog.chance.odds(0.1) ? 1 : 0;
          for (let left = count; left > 0; left--) blog.write();
        },
      };
    },
  },
  forgets: {
    says: 'more comments than are remembered, some approved late',
    build: (blog) => {
      blog.past(40, 5, 60);
      return {
        polls: 1500,
        page: restPages(() => blog.newest()),
        step: () => {
          if (!blog.chance.odds(0.9)) return;
          const isLate = blog.chance.odds(0.03);
          blog.write({ shownFrom: blog.now + (isLate ? blog.between(5, 1500) * 60_000 : 0) });
        },
      };
    },
  },
  import: {
    says: '500 old comments imported into a blog that shows ten',
    build: (blog) => {
      blog.past(400, 30, 300);
      return {
        polls: 900,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: (poll) => {
          if (blog.chance.odds(0.1)) blog.write();
          if (poll === 500) importOf(blog, 500);
        },
      };
    },
  },
  'import, all shown': {
    says: '500 old comments imported into a feed of all there is',
    build: (blog) => {
      blog.past(100, 300, 3000);
      return {
        polls: 100,
        page: pages(
          () => blog.newest(),
          () => Infinity,
          { older: false },
        ),
        step: (poll) => {
          if (blog.chance.odds(0.1)) blog.write();
          if (poll === 50) importOf(blog, 500);
        },
      };
    },
  },
  'one at a time': {
    says: 'a feed that shows the newest comment alone, by day',
    build: (blog) => {
      blog.write();
      const page = pages(
        () => blog.newest(),
        () => 1,
        {
          older: false,
          as: ({ n, id, author, time, text }) => {
            return { n, id, author, time: Math.floor(time / DAY) * DAY, link: '/post', text, number: null };
          },
        },
      );
      return {
        polls: 600,
        page,
        step: () => {
          if (blog.chance.odds(0.01)) blog.write({ author: `a${blog.between(0, 3)}` });
        },
      };
    },
  },
  'nothing happens': {
    says: '600 old comments, none new',
    build: (blog) => {
      blog.past(600, 30, 30);
      return {
        polls: 600,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: () => {},
      };
    },
  },
};
