// One exchange with a platform: the request, its answer, and what the answer means. This file imports nothing.

/** A request as rendered for a platform, ready to be sent. */
export type Outgoing = HttpRequest | Email;

/** A request over HTTP. */
export type HttpRequest = {
  readonly kind: 'http';
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A mail, as Cloudflare's binding takes it. https://developers.cloudflare.com/email-service/api/send-emails/workers-api/ */
export type Email = {
  readonly kind: 'email';
  readonly from: { readonly email: string; readonly name: string };
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Code in the place of one that the binding throws, where the Worker has none. */
export const NO_BINDING = 'E_NO_BINDING';

/** Cloudflare's e-mail binding. https://developers.cloudflare.com/email-service/api/send-emails/workers-api/ */
export type EmailBinding = {
  readonly send: (mail: Omit<Email, 'kind' | 'to'> & { readonly to: string[] }) => Promise<unknown>;
};

/** An answer to a send: HTTP's, or what the e-mail binding did. */
export type Answer = {
  readonly kind: 'answered';
  /** HTTP's status. Of a mail: 200 where it was taken, with `{ messageId }` as the body; 500, with the thrown `{ code }`. Each `null` if it is none. */
  readonly status: number;
  /** Header `Retry-After`. */
  readonly retryAfter: string | null;
  /** Header `Location` of a redirect, which is never followed; absent: none. */
  readonly location?: string;
  /** Capped; `null`: not read, or it broke off before its end. */
  readonly body: string | null;
  /** The first 2 KB of HTTP's body as text, for people to read, also where `body` is not read; absent: there was no answer over HTTP. */
  readonly beginning?: string;
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
