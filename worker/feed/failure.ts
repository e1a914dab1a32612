import type { Failure } from '../model.ts';

/**
 * Why a body is no feed. `login`: an HTML page that asks for a password; `html`: any other page, which may name a feed;
 * `json`: JSON that is no feed (an API's error); `malformed`: a feed of which nothing can be read.
 */
export type FeedFailure = Failure<'empty' | 'html' | 'login' | 'json' | 'not-a-feed' | 'malformed'>;
