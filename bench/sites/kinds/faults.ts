import { type Blog, MINUTE, type Page, pages, type Site } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** Bursts larger than one page; `fault` gives the result of older pages at this poll. */
function bursting(blog: Blog, more: (blog: Blog) => Partial<Site>, page?: Site['page']): Site {
  blog.past(100, 5, 60);
  return {
    polls: 600,
    page:
      page ??
      pages(
        () => blog.newest(),
        () => 10,
      ),
    step: () => {
      const { chance } = blog;
      const count = chance.odds(0.03) ? blog.between(15, 60) : chance.odds(0.1) ? 1 : 0;
      for (let left = count; left > 0; left--) blog.write();
      if (chance.odds(0.02)) for (const one of blog.newest().slice(0, 60)) if (chance.odds(0.08)) one.gone = true;
    },
    ...more(blog),
  };
}

/** Page 1 in the state of `lag` minutes ago. */
function stale(blog: Blog, lag: () => number): (number: number) => Page {
  return (number) => {
    const at = blog.now - lag() * MINUTE;
    const list = blog.newest().filter(({ shownFrom }) => shownFrom <= at);
    return pages(
      () => list,
      () => 10,
    )(number);
  };
}

export const FAULTS: Kinds = {
  'page two fails': {
    says: 'bursts; older pages answer 503 half of the time, for some polls',
    build: (blog) => {
      let until = 0;
      let poll = 0;
      const page = pages(
        () => blog.newest(),
        () => 10,
      );
      const site = bursting(
        blog,
        () => ({}),
        (number) => (number > 1 && poll < until ? 'failed' : page(number)),
      );
      return {
        ...site,
        step: (at) => {
          poll = at;
          if (at >= until + 5 && blog.chance.odds(0.2)) until = at + blog.between(1, 8);
          site.step(at);
        },
        rest: () => (until = 0),
      };
    },
  },
  'two pages a poll': {
    says: 'bursts; two older pages can be had in a poll',
    build: (blog) => bursting(blog, () => ({ budget: () => 2 })),
  },
  'one to four pages a poll': {
    says: 'bursts, deletions; one to four older pages in a poll, the feed or they fail now and then',
    build: (blog) => {
      const page = pages(
        () => blog.newest(),
        () => 10,
      );
      let isCalm = false;
      const flaky = (number: number): Page => (!isCalm && blog.chance.odds(0.1) ? 'failed' : page(number));
      return bursting(
        blog,
        () => ({ budget: () => (isCalm ? 10 : blog.between(2, 4)), rest: () => (isCalm = true) }),
        flaky,
      );
    },
  },
  'page two never': {
    says: 'bursts; older pages always fail',
    build: (blog) => {
      const page = pages(
        () => blog.newest(),
        () => 10,
      );
      return bursting(
        blog,
        () => ({}),
        (number) => (number > 1 ? 'failed' : page(number)),
      );
    },
  },
  replicas: {
    says: 'half of the answers are up to an hour old',
    build: (blog) => {
      let lag = 0;
      blog.past(40, 5, 60);
      return {
        polls: 600,
        page: stale(blog, () => (lag === 0 ? 0 : blog.between(0, 60))),
        step: () => {
          lag = blog.between(0, 1);
          if (blog.chance.odds(0.1)) blog.write();
          const one = blog.newest()[blog.between(0, 4)];
          if (blog.chance.odds(0.01) && one !== undefined) one.gone = true;
        },
        rest: () => (lag = 0),
      };
    },
  },
  'old copies': {
    says: 'a cache serves a copy up to a day old, for an hour',
    build: (blog) => {
      let [lag, until] = [0, 0];
      blog.past(80, 5, 60);
      return {
        polls: 900,
        page: stale(blog, () => lag),
        step: (poll) => {
          if (poll >= until) lag = 0;
          if (lag === 0 && blog.chance.odds(0.02)) [lag, until] = [blog.between(60, 1440), poll + 12];
          if (blog.chance.odds(0.1)) blog.write();
        },
        rest: () => (lag = 0),
      };
    },
  },
  'cut answers': {
    says: 'one answer in ten is cut short, the first one, too; bursts',
    build: (blog) => {
      const page = pages(
        () => blog.newest(),
        () => 10,
      );
      let kept = 3;
      const site = bursting(
        blog,
        () => ({}),
        (number) => page(number).slice(0, number === 1 ? kept : 10),
      );
      return {
        ...site,
        around: () => ({ cut: kept < 10 }),
        step: (poll) => {
          kept = blog.chance.odds(0.1) ? blog.between(0, 9) : 10;
          site.step(poll);
        },
        rest: () => (kept = 10),
      };
    },
  },
  'empty answers': {
    says: 'one answer in fifty holds nothing; bursts',
    build: (blog) => {
      let isEmpty = false;
      const page = pages(
        () => blog.newest(),
        () => 10,
      );
      const site = bursting(
        blog,
        () => ({}),
        (number) => (isEmpty ? [] : page(number)),
      );
      return {
        ...site,
        step: (poll) => {
          isEmpty = blog.chance.odds(0.02);
          site.step(poll);
        },
        rest: () => (isEmpty = false),
      };
    },
  },
};
