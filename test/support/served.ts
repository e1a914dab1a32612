import { inject } from 'vitest';
import {
  type Body,
  fetchFeed,
  type FeedRequest,
  type FetchFailure,
  type Unmodified,
} from '../../worker/io/fetch-feed.ts';
import { USER_AGENT } from '../../worker/io/user-agent.ts';
import type { Result } from '../../worker/model.ts';

/** Answer that an address of the tests' own server names. */
export type Served = {
  readonly status?: number;
  /** Names and values; a name may come twice. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly packing?: 'br' | 'gzip';
};

/** Address at which the tests' own server answers so. */
export function servedAt({ status = 200, headers = [], body = '', packing }: Served): string {
  const said = new URLSearchParams({ status: String(status), body, ...(packing === undefined ? {} : { packing }) });
  for (const [name, value] of headers) said.append('header', `${name}: ${value}`);
  return `${inject('answers')}/serve?${said.toString()}`;
}

/** Address at which that server tells what it was asked. */
export const echoAt = (): string => `${inject('answers')}/echo`;

/** Fetches a feed over real HTTP. */
export function fetchServed(
  url: string,
  more: Partial<FeedRequest> = {},
): Promise<Result<Unmodified | Body, FetchFailure>> {
  return fetchFeed({
    url,
    home: url,
    headers: {},
    auth: null,
    validatorsOf: async () => null,
    userAgent: USER_AGENT,
    allowPrivate: true,
    signal: AbortSignal.timeout(10_000),
    ...more,
  });
}

/** Fetches a feed that has a body; fails the test where it has none. */
export async function bodyServed(url: string, more: Partial<FeedRequest> = {}): Promise<Body> {
  const answer = await fetchServed(url, more);
  if (!answer.ok || answer.value.kind !== 'body') throw new Error(`no body: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** Text of a body. */
export const textOf = ({ bytes }: Body): string => new TextDecoder().decode(bytes);
