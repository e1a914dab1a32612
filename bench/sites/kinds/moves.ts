import { type Blog, HOUR, MINUTE, pages, plain, type Served, type Site, type Written } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** All names change at once in the middle. */
function moved(as: (one: Written) => Served, older: boolean, bursts = 0): (blog: Blog) => Site {
  return (blog) => {
    let isMoved = false;
    blog.past(100, 5, 600);
    return {
      polls: 400,
      page: pages(
        () => blog.newest(),
        () => 10,
        { older, as: (one) => (isMoved ? as(one) : plain(one)) },
      ),
      step: (poll) => {
        if (poll === 200) isMoved = true;
        const count = blog.chance.odds(bursts) ? blog.between(8, 25) : blog.chance.odds(0.08) ? 1 : 0;
        for (let left = count; left > 0; left--) blog.write();
      },
    };
  };
}

const elsewhere = (one: Written): Served => ({ ...plain(one), id: `x${one.n}`, link: `/new${one.n}` });

/** The clock of a young feed's site is eight hours ahead, until it is put right. */
function ahead(what: 'all' | 'new ones'): (blog: Blog) => Site {
  return (blog) => {
    let isRight = false;
    const wrong = new Set<number>();
    blog.past(blog.between(1, 4), 5, 60);
    for (const { n } of blog.all) wrong.add(n);
    const at = blog.between(2, 40);
    const served = (one: Written): Served => {
      const isAhead = what === 'all' ? !isRight : wrong.has(one.n);
      return { ...plain(one), time: one.time + (isAhead ? 8 * HOUR : 0) };
    };
    return {
      polls: 200,
      page: (number) => {
        const all = blog.visible().map(served);
        return number > 1 ? [] : all.toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0)).slice(0, 10);
      },
      step: (poll) => {
        isRight = poll >= at;
        if (!blog.chance.odds(0.1)) return;
        const { n } = blog.write();
        if (!isRight) wrong.add(n);
      },
    };
  };
}

export const MOVES: Kinds = {
  moved: { says: 'another blog system: other ids and links; ten shown', build: moved(elsewhere, false) },
  'moved, two hours': {
    says: 'the same, and all times shift by two hours',
    build: moved((one) => ({ ...elsewhere(one), time: one.time - 120 * MINUTE }), false),
  },
  'moved, older pages': {
    says: 'the same without a shift, with older pages and bursts',
    build: moved(elsewhere, true, 0.02),
  },
  'moved, no authors': {
    says: 'other ids, links and names of authors',
    build: moved((one) => ({ ...elsewhere(one), author: `@${one.author}` }), false),
  },
  'http to https': {
    says: 'ids and links from http to https, older pages',
    build: moved((one) => ({ ...plain(one), id: `https:${one.id}`, link: `https:${one.link}` }), true, 0.02),
  },
  'other guids': {
    says: 'ids alone change, links stay',
    build: moved((one) => ({ ...plain(one), id: `x${one.n}` }), true, 0.02),
  },
  'http and https': {
    says: 'ids and links with http in one answer, with https in the next; bursts',
    build: (blog) => {
      let poll = 0;
      const as = (one: Written): Served => {
        return poll % 2 === 0 ? plain(one) : { ...plain(one), id: `https:${one.id}`, link: `https:${one.link}` };
      };
      blog.past(100, 5, 600);
      return {
        polls: 400,
        page: pages(
          () => blog.newest(),
          () => 10,
          { as },
        ),
        step: (at) => {
          poll = at;
          const count = blog.chance.odds(0.02) ? blog.between(8, 25) : blog.chance.odds(0.08) ? 1 : 0;
          for (let left = count; left > 0; left--) blog.write();
        },
      };
    },
  },
  'summer time': {
    says: 'times without a zone go back by an hour; young and busy',
    build: (blog) => {
      let shift = 0;
      blog.past(12, 1, 10);
      return {
        polls: 300,
        page: pages(
          () => blog.newest(),
          () => 10,
          { as: (one) => ({ ...plain(one), time: one.time - shift }) },
        ),
        step: (poll) => {
          if (poll === 5) shift = HOUR;
          if (blog.chance.odds(0.3)) blog.write();
        },
      };
    },
  },
  'zone put right': { says: 'all times eight hours ahead, then right; a young feed', build: ahead('all') },
  'clock put right': {
    says: 'times of new ones eight hours ahead, then right; a young feed',
    build: ahead('new ones'),
  },
  'far future': {
    says: 'its one comment is dated eight years ahead',
    build: (blog) => {
      blog.write({ time: blog.now + 3000 * 24 * HOUR });
      return {
        polls: 300,
        page: pages(
          () => blog.newest(),
          () => 10,
          { older: false },
        ),
        step: () => {
          if (blog.chance.odds(0.05)) blog.write();
        },
      };
    },
  },
  'one at a time, moved': {
    says: 'a feed that shows one; its ids change',
    build: (blog) => {
      let isMoved = false;
      blog.write();
      return {
        polls: 400,
        page: pages(
          () => blog.newest(),
          () => 1,
          { older: false, as: (one) => (isMoved ? elsewhere(one) : plain(one)) },
        ),
        step: (poll) => {
          if (poll === 200) isMoved = true;
          if (blog.chance.odds(0.02)) blog.write();
        },
      };
    },
  },
};
