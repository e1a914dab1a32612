import { type Blog, byTime, pages, plain, type Served, type Site, type Written } from '../blog.ts';
import type { Kinds } from '../kind.ts';

function sortedByUpdated(only: boolean): (blog: Blog) => Site {
  return (blog) => {
    blog.past(60, 5, 60);
    return {
      polls: 300,
      page: pages(
        () => blog.visible().toSorted((a, b) => b.rank - a.rank),
        () => 10,
        { as: (one) => ({ ...plain(one), time: only ? one.rank : one.time }) },
      ),
      step: () => {
        if (blog.chance.odds(0.1)) blog.write();
        if (!blog.chance.odds(0.03)) return;
        const one = blog.chance.pick(blog.all);
        one.rank = blog.now - 1000 * blog.between(1, 59);
        one.text += '.';
      },
    };
  };
}

function byDepth(blog: Blog): readonly Written[] {
  const visible = blog.visible();
  const replies = Map.groupBy(visible, ({ parent }) => parent);
  const out: Written[] = [];
  const walk = (one: Written): void => {
    out.push(one);
    for (const reply of (replies.get(one.n) ?? []).toSorted((a, b) => a.time - b.time)) walk(reply);
  };
  for (const root of (replies.get(null) ?? []).toSorted(byTime)) walk(root);
  return out;
}

function numbered(one: Written): Served {
  return { ...plain(one), time: null, number: one.n };
}

export const ORDERS: Kinds = {
  'by votes': {
    says: 'sorted by votes, 25 shown',
    build: (blog) => {
      blog.past(60, 1, 40, () => ({ rank: blog.between(0, 100) }));
      return {
        polls: 300,
        page: pages(
          () => blog.visible().toSorted((a, b) => b.rank - a.rank || a.n - b.n),
          () => 25,
        ),
        step: () => {
          if (blog.chance.odds(0.15)) blog.write({ rank: blog.between(0, 120) });
          for (const one of blog.all) if (blog.chance.odds(0.02)) one.rank += blog.between(-10, 10);
        },
      };
    },
  },
  'by threads': {
    says: 'threads by depth, 20 comments of the newest threads shown',
    build: (blog) => {
      const parent = (): number | null =>
        blog.all.length > 0 && blog.chance.odds(0.5) ? blog.between(0, blog.all.length - 1) : null;
      blog.past(60, 5, 60, () => ({ parent: parent() }));
      return {
        polls: 400,
        page: pages(
          () => byDepth(blog),
          () => 20,
        ),
        step: () => {
          if (blog.chance.odds(0.1)) blog.write({ parent: parent() });
          const last = blog.visible().at(-1 - blog.between(0, 4));
          if (blog.chance.odds(0.01) && last !== undefined) last.gone = true;
        },
      };
    },
  },
  'by update': { says: 'sorted by `updated`, `published` given', build: sortedByUpdated(false) },
  'by update alone': { says: 'sorted by `updated`, nothing else given', build: sortedByUpdated(true) },
  'oldest ten': {
    says: 'the ten oldest of a post, oldest first, whatever comes; some deleted',
    build: (blog) => {
      blog.past(40, 5, 600);
      return {
        polls: 300,
        page: pages(
          () => blog.newest().toReversed(),
          () => 10,
          { older: false },
        ),
        step: () => {
          if (blog.chance.odds(0.05)) blog.write();
          const one = blog.newest().toReversed()[blog.between(0, 9)];
          if (blog.chance.odds(0.02) && one !== undefined) one.gone = true;
        },
      };
    },
  },
  'newest ten, oldest first': {
    says: 'the ten newest, the oldest of them first; bursts',
    build: (blog) => {
      blog.past(40, 5, 600);
      return {
        polls: 600,
        page: pages(
          () => blog.newest().slice(0, 10).toReversed(),
          () => 10,
          { older: false },
        ),
        step: () => {
          const count = blog.chance.odds(0.02) ? blog.between(4, 9) : blog.chance.odds(0.1) ? 1 : 0;
          for (let left = count; left > 0; left--) blog.write();
          if (blog.chance.odds(0.02))
            for (const one of blog.newest().slice(0, 10)) if (blog.chance.odds(0.2)) one.gone = true;
        },
      };
    },
  },
  'newest ten, oldest first, no times': {
    says: 'the same without times; numbered IDs',
    build: (blog) => {
      blog.past(40, 5, 600);
      return {
        polls: 600,
        page: pages(
          () => blog.newest().slice(0, 10).toReversed(),
          () => 10,
          { older: false, as: numbered },
        ),
        step: () => {
          if (blog.chance.odds(0.1)) blog.write();
          if (blog.chance.odds(0.02)) blog.chance.pick(blog.newest().slice(0, 10)).gone = true;
        },
      };
    },
  },
  'in no order': {
    says: 'twenty comments in another order at every request',
    build: (blog) => {
      blog.past(20, 5, 60);
      return {
        polls: 300,
        page: (number) => (number > 1 ? [] : blog.chance.shuffled(blog.newest().slice(0, 20)).map(plain)),
        step: () => {
          if (blog.chance.odds(0.1)) blog.write();
        },
      };
    },
  },
  'all, oldest first': {
    says: 'all of a post, oldest first (Movable Type); some approved late, some deleted',
    build: (blog) => {
      blog.past(blog.between(2, 30), 5, 600);
      return {
        polls: 600,
        page: pages(
          () => blog.newest().toReversed(),
          () => Infinity,
          { older: false },
        ),
        step: () => {
          const { chance } = blog;
          if (chance.odds(0.05))
            blog.write({ shownFrom: blog.now + (chance.odds(0.1) ? blog.between(5, 900) * 60_000 : 0) });
          if (chance.odds(0.01)) chance.pick(blog.all).gone = true;
        },
      };
    },
  },
  'one pinned': {
    says: 'one comment pinned at the head, another one every day; bursts',
    build: (blog) => {
      blog.past(80, 5, 60);
      let pinned = blog.chance.pick(blog.all).n;
      return {
        polls: 900,
        page: pages(
          () => blog.newest().toSorted((a, b) => Number(b.n === pinned) - Number(a.n === pinned)),
          () => 10,
        ),
        step: (poll) => {
          if (poll % 288 === 0) pinned = blog.chance.pick(blog.all).n;
          const count = blog.chance.odds(0.01) ? blog.between(8, 25) : blog.chance.odds(0.1) ? 1 : 0;
          for (let left = count; left > 0; left--) blog.write();
        },
      };
    },
  },
};
