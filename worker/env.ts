import type { EmailBinding } from './exchange.ts';
import type { HostGateRpc } from './rpc/hosts.ts';
import type { OutboxRpc } from './rpc/outbox.ts';
import type { PollerRpc } from './rpc/poller.ts';

/** Bindings, vars and secrets, as wrangler.toml names them. */
export type Env = {
  /** Feeds and destinations, written by people. */
  readonly CONFIG: KVNamespace;
  /** One document a feed, written by Earshot alone; `outbox:<name>` marks every Outbox that was ever used. */
  readonly SEEN: KVNamespace;
  readonly POLLER: DurableObjectNamespace<PollerRpc>;
  readonly OUTBOX: DurableObjectNamespace<OutboxRpc>;
  /** One object a host that is asked in turn. */
  readonly HOSTS: DurableObjectNamespace<HostGateRpc>;
  /** Cloudflare's e-mail binding, commented out in wrangler.toml: who sends no mail needs none. */
  readonly EMAIL?: EmailBinding;
  /** Opens the admin API and the pages; at least 16 characters. */
  readonly ADMIN_TOKEN?: string;
  /** Opens what shows and changes nothing; as long. */
  readonly READ_TOKEN?: string;
  /** Root of the webhooks' secrets; at least 32 characters. */
  readonly SIGNING_KEY?: string;
  readonly SIGNING_KEY_PREVIOUS?: string;
  /** Fetched after each good tick, so that somebody notices when the cron stops. */
  readonly HEARTBEAT_URL?: string;
  /** Address at which whoever runs a feed's server can reach the Worker's owner: in the user agent of polls. */
  readonly CONTACT_URL?: string;
  /** The commit that was deployed, as `npm run deploy` knows it. */
  readonly COMMIT?: string;
  /** Code with which a local run's link signs in, once. Counts only beside `ALLOW_PRIVATE_NETWORK`. */
  readonly SIGN_IN_CODE?: string;
  /** `"true"` only for local runs and tests. */
  readonly ALLOW_PRIVATE_NETWORK?: string;
};

/** The value of the Worker's secret or var `name`, without white space around it: shells leave a line end there. */
export function secretOf(env: Env, name: string): string | undefined {
  const value: unknown = Reflect.get(env, name);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
