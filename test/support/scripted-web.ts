import type { Body, FetchFailure, FeedRequest, Unmodified } from '../../worker/io/fetch-feed.ts';
import type { Result } from '../../worker/model.ts';
import { hang } from './stopped-clock.ts';

/** Answer of a URL. A page with an `etag` is conditional; one that `hangs` answers when the deadline has passed, by a
 * stopped clock. */
export type Page = {
  readonly body?: string;
  readonly etag?: string;
  readonly status?: number;
  /** A wall against robots answers. */
  readonly wall?: boolean;
  readonly maxAge?: number;
  readonly retryAfter?: string;
  readonly movedTo?: string;
  readonly cut?: string;
  readonly hangs?: boolean;
  /** The `Link` header. */
  readonly link?: string;
};

/** Answers a request with the page; without one, with 404. */
export async function answerOf(
  page: Page = { status: 404 },
  request: FeedRequest,
  known: { readonly etag: string | null } | null,
): Promise<Result<Unmodified | Body, FetchFailure>> {
  const { url, signal } = request;
  if (page.hangs) {
    await hang(signal);
    return failed('timeout', null, null);
  }
  const { body, status = 200, etag = null, maxAge = null, movedTo = null } = page;
  const refusal = page.wall ? 'wall' : status === 410 ? 'gone' : 'status';
  if (body === undefined) return failed(refusal, status, page.retryAfter ?? null);
  if (etag !== null && known?.etag === etag) {
    return { ok: true, value: { kind: 'unmodified', status: 304, url: movedTo ?? url, movedTo, maxAge } };
  }
  return {
    ok: true,
    value: {
      kind: 'body',
      status,
      bytes: new TextEncoder().encode(body),
      cut: page.cut ?? null,
      contentType: 'application/atom+xml',
      link: page.link ?? null,
      url: movedTo ?? url,
      movedTo,
      validators: { etag, lastModified: null },
      maxAge,
    },
  };
}

function failed(
  reason: FetchFailure['reason'],
  status: number | null,
  retryAfter: string | null,
): Result<never, FetchFailure> {
  return { ok: false, reason, detail: `The test says ${reason}.`, status, retryAfter };
}
