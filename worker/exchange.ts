// One exchange with a platform: the request, its answer, and what the answer means. This file imports nothing.

/** A request as rendered for a platform, ready to be sent. */
export type Outgoing = {
  readonly kind: 'http';
  readonly method: 'POST' | 'PUT' | 'PATCH';
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

/** A platform's judgement of an answer that says more than its status. */
export type PlatformVerdict =
  | { readonly kind: 'delivered' }
  /** It asks to be left alone for so long, ms; `null`: for as long as `Retry-After` says. */
  | { readonly kind: 'slow-down'; readonly wait: number | null }
  /** This message will never be taken; the next one may. */
  | { readonly kind: 'message'; readonly code: string }
  /** The destination itself is broken, and is to be tried again so often. */
  | { readonly kind: 'broken'; readonly code: string; readonly probe: 'hourly' | 'daily' }
  /** It would be taken without that reference, or by what was just learned: done at once. */
  | { readonly kind: 'again'; readonly without: 'thread' | 'sent' | 'parent' }
  /** That field of CONFIG's value is wrong, as only an answer could show; `detail` says what belongs there. */
  | { readonly kind: 'config'; readonly field: string; readonly detail: string };
