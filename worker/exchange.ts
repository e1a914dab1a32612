// One exchange with a platform: the request, its answer, and what the answer means. This file imports nothing.

/** A request as rendered for a platform, ready to be sent. */
export type Outgoing = {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An HTTP answer to a send. */
export type Answer = {
  readonly kind: 'answered';
  readonly status: number;
  /** Header `Retry-After`. */
  readonly retryAfter: string | null;
  /** Header `Location` of a redirect, which is never followed; absent: none. */
  readonly location?: string;
  /** Capped; `null`: not read, or it broke off before its end. */
  readonly body: string | null;
};

/** Result of a send before it is judged. `limit`: the platform under us refused to try. */
export type SendResult = Answer | { readonly kind: 'timeout' | 'network' | 'blocked' | 'limit' };

/** What the codes in a chat's own answer mean, where they say more than the status. */
export type PlatformVerdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'slow-down'; readonly retryAfter: string | null }
  /** This message will never be taken; the next one may. */
  | { readonly kind: 'message'; readonly code: string }
  /** The destination itself is broken. */
  | { readonly kind: 'broken'; readonly code: string }
  /** That field of CONFIG's value is wrong, as only an answer could show; `detail` says what belongs there. */
  | { readonly kind: 'config'; readonly field: string; readonly detail: string };
