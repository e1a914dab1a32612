import { type Blog, HOUR, pages, restPages, type Site } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** A WordPress blog with bursts, late approvals and deleted spam. */
export function busy(blog: Blog, page: Site['page'], polls = 900): Site {
  blog.past(60, 5, 60);
  return {
    polls,
    page,
    step: () => {
      const { chance } = blog;
      const count = chance.odds(0.01) ? blog.between(8, 25) : chance.odds(0.1) ? blog.between(1, 3) : 0;
      for (let left = count; left > 0; left--) {
        blog.write({ shownFrom: blog.now + (chance.odds(0.08) ? blog.between(5, 900) * 60_000 : 0) });
      }
      if (chance.odds(0.01)) deleteSome(blog, 10, 0.3);
    },
  };
}

/** Deletes some of the newest comments. */
function deleteSome(blog: Blog, among: number, odds: number): void {
  for (const one of blog.newest().slice(0, among)) if (blog.chance.odds(odds)) one.gone = true;
}

export const MODERATION: Kinds = {
  wordpress: {
    says: 'ten shown, older ones by the hundred; bursts, late approvals, deleted spam',
    build: (blog) =>
      busy(
        blog,
        restPages(() => blog.newest()),
      ),
  },
  'tens of older ones': {
    says: 'the same blog with ten on every older page, five look-backs a day',
    build: (blog) => ({
      ...busy(
        blog,
        pages(
          () => blog.newest(),
          () => 10,
        ),
      ),
      day: 5 * HOUR,
    }),
  },
  'no older pages': {
    says: 'the same blog without older pages',
    build: (blog) =>
      busy(
        blog,
        pages(
          () => blog.newest(),
          () => 10,
          { older: false },
        ),
      ),
  },
  'bulk approval': {
    says: 'a small blog whose moderator approves all that waits at once',
    build: (blog) => {
      const shown = blog.between(1, 3);
      blog.past(blog.between(2, 9), 5, 300, () => ({ shownFrom: Infinity }));
      blog.past(shown, 5, 300);
      const at = blog.between(3, 200);
      return {
        polls: 288,
        page: pages(
          () => blog.newest(),
          () => 10,
          { older: false },
        ),
        step: (poll) => {
          if (poll === at) for (const one of blog.all) if (one.shownFrom === Infinity) one.shownFrom = blog.now;
          if (blog.chance.odds(0.01)) blog.write();
        },
      };
    },
  },
  'empty at first': {
    says: 'a new post; comments are approved out of order, some deleted',
    build: (blog) => ({
      polls: 600,
      page: pages(
        () => blog.newest(),
        () => 10,
        { older: false },
      ),
      step: () => {
        const { chance } = blog;
        if (chance.odds(0.03))
          blog.write({ shownFrom: blog.now + (chance.odds(0.5) ? 0 : blog.between(5, 1500) * 60_000) });
        const visible = blog.visible();
        if (chance.odds(0.004) && visible.length > 0) chance.pick(visible).gone = true;
      },
    }),
  },
  'deleted spam': {
    says: 'ten shown, no older pages; deletions let older ones slide in',
    build: (blog) => {
      blog.past(60, 5, 600);
      return {
        polls: 600,
        page: pages(
          () => blog.newest(),
          () => 10,
          { older: false },
        ),
        step: () => {
          const { chance } = blog;
          if (chance.odds(0.03))
            blog.write({ shownFrom: blog.now + (chance.odds(0.2) ? blog.between(5, 900) * 60_000 : 0) });
          if (chance.odds(0.02)) deleteSome(blog, 10, 0.3);
        },
      };
    },
  },
  'spam waves': {
    says: 'thirty spam comments at once, deleted an hour later',
    build: (blog) => {
      blog.past(80, 5, 300);
      let wave: { gone: boolean }[] = [];
      let until = 0;
      return {
        polls: 900,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: (poll) => {
          if (blog.chance.odds(0.05)) blog.write();
          if (blog.chance.odds(0.008) && wave.length === 0) {
            wave = Array.from({ length: 30 }, () => blog.write({ author: 'spammer', text: 'Buy now' }));
            until = poll + 12;
          }
          if (poll !== until) return;
          for (const one of wave) one.gone = true;
          wave = [];
        },
      };
    },
  },
  'holds all, deletions': {
    says: 'a feed of all there is: a few, some approved late, some deleted',
    build: (blog) => {
      blog.past(6, 5, 300, () => ({
        shownFrom: blog.chance.odds(0.5) ? blog.now : blog.now + blog.between(600, 2500) * 60_000,
      }));
      return {
        polls: 500,
        page: pages(
          () => blog.newest(),
          () => Infinity,
          { older: false },
        ),
        step: () => {
          if (blog.chance.odds(0.01)) blog.write();
          const visible = blog.visible();
          if (blog.chance.odds(0.02) && visible.length > 1) {
            const one = visible[blog.between(1, visible.length - 1)];
            if (one !== undefined) one.gone = true;
          }
        },
      };
    },
  },
};
