import { parseFeed } from '../../worker/feed/parse.ts';

export { default } from '../corpus-adapter.ts';

/** Parser call that the benchmark times. */
export function parse(body: Uint8Array): unknown {
  return parseFeed(body, { url: 'http://blog.example/feed', contentType: null });
}
