import { pages, restPages } from '../blog.ts';
import type { Kinds } from '../kind.ts';
import { busy } from './moderation.ts';

/** Events on Earshot's side (crashes, restarts, pauses, migration) with ordinary sites. */
export const OPERATIONS: Kinds = {
  crashes: {
    says: 'one poll in ten breaks off between its offers',
    build: (blog) => ({
      ...busy(
        blog,
        restPages(() => blog.newest()),
      ),
      crashes: 0.1,
    }),
  },
  restarts: {
    says: 'one poll in ten starts from what was last written',
    build: (blog) => ({
      ...busy(
        blog,
        restPages(() => blog.newest()),
      ),
      restarts: 0.1,
    }),
  },
  'paused for a month': {
    says: 'no poll for a month',
    build: (blog) => {
      blog.past(60, 5, 60);
      return {
        polls: 8700,
        page: pages(
          () => blog.newest(),
          () => 10,
        ),
        pauses: (poll) => poll > 10 && poll < 8650,
        step: () => {
          if (blog.chance.odds(0.01)) blog.write();
        },
      };
    },
  },
  'version 1': {
    says: 'the watch goes on with a document of version 1; older pages',
    build: (blog) => ({
      ...busy(
        blog,
        restPages(() => blog.newest()),
        300,
      ),
      migrates: true,
    }),
  },
  'version 1, ten': {
    says: 'the same without older pages',
    build: (blog) => ({
      ...busy(
        blog,
        pages(
          () => blog.newest(),
          () => 10,
          { older: false },
        ),
        300,
      ),
      migrates: true,
    }),
  },
};
