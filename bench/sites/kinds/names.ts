import { type Blog, DAY, HOUR, pages, plain, type Served, type Site, type Written } from '../blog.ts';
import type { Kinds } from '../kind.ts';

/** One guid and one link for a thread (PeerTube), and an hour's shift of all times in the middle. */
function oneGuid(cap: number, threads: number): (blog: Blog) => Site {
  return (blog) => {
    let shift = 0;
    const thread = (): Partial<Written> => ({ place: blog.between(0, threads - 1), author: `a${blog.between(0, 12)}` });
    blog.past(30, 5, 300, thread);
    const as = (one: Written): Served => {
      const name = `/video;threadId=${one.place}`;
      return { ...plain(one), id: name, link: name, time: one.time + shift };
    };
    return {
      polls: 400,
      page: pages(
        () => blog.newest(),
        () => cap,
        { older: false, as },
      ),
      step: (poll) => {
        if (poll === 200) shift = HOUR;
        if (blog.chance.odds(0.2)) blog.write(thread());
      },
    };
  };
}

/** A feed whose entries lack something. Bursts and deletions. */
function lacking(as: (one: Written, now: number) => Served, older = false): (blog: Blog) => Site {
  return (blog) => {
    blog.past(30, 5, 200, () => ({ author: `a${blog.between(0, 4)}` }));
    return {
      polls: 900,
      page: pages(
        () => blog.newest(),
        () => 10,
        { older, as: (one) => as(one, blog.now) },
      ),
      step: () => {
        const { chance } = blog;
        const count = chance.odds(0.03) ? blog.between(6, 9) : chance.odds(0.1) ? 1 : 0;
        for (let left = count; left > 0; left--) blog.write({ author: `a${blog.between(0, 4)}` });
        if (chance.odds(0.01)) for (const one of blog.newest().slice(0, 10)) if (chance.odds(0.3)) one.gone = true;
        if (!chance.odds(0.02)) return;
        const one = blog.newest()[blog.between(0, 5)];
        if (one !== undefined) one.text += '.';
      },
    };
  };
}

/** A feed whose comments come in bursts, each by another author, and stay as they are. */
function bursts(cap: number, as: (one: Written, now: number) => Served): (blog: Blog) => Site {
  return (blog) => {
    blog.past(30, 5, 200);
    return {
      polls: 400,
      page: pages(
        () => blog.newest(),
        () => cap,
        { older: false, as: (one) => as(one, blog.now) },
      ),
      step: () => {
        const count = blog.chance.odds(0.03) ? blog.between(2, cap - 1) : blog.chance.odds(0.1) ? 1 : 0;
        for (let left = count; left > 0; left--) blog.write();
      },
    };
  };
}

export const NAMES: Kinds = {
  'guid a thread, 5': {
    says: 'one guid and link a thread, 5 shown; all times shift by an hour',
    build: oneGuid(5, 10),
  },
  'guid a thread, 10': { says: 'the same, 10 shown', build: oneGuid(10, 10) },
  'guid a thread, 20': { says: 'the same, 20 shown', build: oneGuid(20, 10) },
  'guid a site': { says: 'one guid and link for all comments there are, 20 shown', build: oneGuid(20, 1) },
  'guid seldom shared': { says: 'one guid a thread, but hardly ever two of a thread', build: oneGuid(10, 200) },
  'days only': {
    says: 'times by day, one link for all; bursts, deletions, edits',
    build: lacking((one) => ({ ...plain(one), time: Math.floor(one.time / DAY) * DAY, link: '/post' })),
  },
  'no times': { says: 'no times', build: lacking((one) => ({ ...plain(one), time: null })) },
  'no authors': { says: 'no authors', build: lacking((one) => ({ ...plain(one), author: null })) },
  'no links': { says: 'no links', build: lacking((one) => ({ ...plain(one), link: null })) },
  'nothing but texts': {
    says: 'no times, authors or links',
    build: lacking((one) => ({ ...plain(one), time: null, author: null, link: null })),
  },
  'hours ago': {
    says: 'texts with "3 minutes ago" in them',
    build: lacking((one, now) => ({
      ...plain(one),
      text: `${one.text}, ${Math.floor((now - one.time) / 60_000)} minutes ago`,
    })),
  },
  'time of the request': {
    says: 'every comment dated as of the request',
    build: lacking((one, now) => ({ ...plain(one), time: Math.floor(now / 1000) * 1000 })),
  },
  'few words': {
    says: 'hardly any text but "+1"; bursts',
    build: lacking((one) => ({ ...plain(one), text: `+${one.n % 3}` })),
  },
  'thank-yous': {
    says: 'three shown, a third of them "Thanks!", "+1" and the like; bursts',
    build: bursts(3, (one) => ({ ...plain(one), text: one.n % 3 === 0 ? `+${one.n % 9}` : one.text })),
  },
  'ids of the answer': {
    says: 'other IDs at every answer; bursts',
    build: bursts(10, (one, now) => ({ ...plain(one), id: `${one.n} at ${now}` })),
  },
  'ids of the answer, no times': {
    says: 'the same without times',
    build: bursts(10, (one, now) => ({ ...plain(one), id: `${one.n} at ${now}`, time: null })),
  },
  'no words': { says: 'no texts at all', build: lacking((one) => ({ ...plain(one), text: '' })) },
  edits: {
    says: 'comments edited, back and forth',
    build: (blog) => {
      blog.past(30, 5, 200);
      return {
        polls: 900,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        step: () => {
          if (blog.chance.odds(0.05)) blog.write();
          const one = blog.newest()[blog.between(0, 9)];
          if (!blog.chance.odds(0.1) || one === undefined) return;
          one.text = one.text.endsWith('!') ? one.text.slice(0, -1) : `${one.text}!`;
        },
      };
    },
  },
  'edits move times': {
    says: 'an edit changes the time and the link, too',
    build: (blog) => {
      blog.past(30, 5, 200);
      return {
        polls: 900,
        page: pages(
          () => blog.newest(),
          () => 10,
          { as: (one) => ({ ...plain(one), time: one.rank }) },
        ),
        step: () => {
          if (blog.chance.odds(0.05)) blog.write();
          const one = blog.newest()[blog.between(0, 9)];
          if (!blog.chance.odds(0.05) || one === undefined) return;
          Object.assign(one, { text: `${one.text}!`, rank: one.rank + 90_000 });
        },
      };
    },
  },
};
