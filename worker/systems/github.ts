import { generic } from './generic.ts';
import type { BlogSystem } from './system.ts';

/** Discussion of a repository or an organisation. */
const DISCUSSION = /^(https:\/\/github\.com\/(?:orgs\/)?[^?#]+\/discussions\/\d+)(?:[?#].*)?$/;

/** GitHub's discussions: each has a feed of its comments, which its page does not name. Read by the standards. */
export const github: BlogSystem = {
  name: 'github',
  addresses: [{ of: 'page', page: DISCUSSION, feed: ([, discussion]) => `${discussion}.atom` }],
  owns: ({ url }) => DISCUSSION.test(url ?? ''),
  reader: generic.reader,
};
