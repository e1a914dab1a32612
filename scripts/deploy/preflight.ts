import * as v from 'valibot';
import { type Answer, get, type Login } from './cloudflare.ts';

/** Cloudflare's codes for a token that is none, and for one that is known no more. */
const BAD_TOKEN: ReadonlySet<number> = new Set([6003, 9109]);

/** Cloudflare's codes for what is not there: a Worker, or the account's workers.dev name (wrangler knows the same two). */
const NOT_THERE: ReadonlySet<number> = new Set([10007, 10090]);

/** More namespaces than this in an account are not looked through. */
const MOST_NAMESPACES = 1_000;
const PAGE = 100;

/** KV namespaces of the account that a first deploy would want to create: the binding's name → the namespace's id. */
export type Existing = ReadonlyMap<string, string>;

/** Result of looking at the account before a deploy; `refused` says what to do, for a person. */
export type Preflight =
  | { readonly ok: false; readonly refused: string }
  | { readonly ok: true; readonly existing: Existing };

/** The Worker that is to be deployed, and the KV bindings that wrangler.toml gives no id. */
export type Target = { readonly worker: string; readonly account: string | null; readonly bindings: readonly string[] };

export const NOT_LOGGED_IN = `Nothing was deployed: you are not logged in to Cloudflare.

  npx wrangler login     opens Cloudflare in the browser; an account is free
  npm run deploy         then again

Where there is no browser, set CLOUDFLARE_API_TOKEN to a token made with the template "Edit Cloudflare Workers":
https://dash.cloudflare.com/profile/api-tokens
`;

const UNREACHABLE = `Nothing was deployed: api.cloudflare.com cannot be reached from here. Look at the network, then run
npm run deploy again.
`;

const LOGIN_REFUSED = `Nothing was deployed: Cloudflare does not accept your login any more.

  npx wrangler login     logs in anew (with CLOUDFLARE_API_TOKEN: make another token, set it)
  npm run deploy         then again
`;

const noWorkersDev = (
  account: string,
) => `Nothing was deployed: the account has no workers.dev name yet, under which its Workers have their URLs.

  1. Choose one here: https://dash.cloudflare.com/${account}/workers/onboarding
  2. npm run deploy
`;

/** Looks for what would make a deploy fail half-way. Where that cannot be told, the deploy may try. */
export async function preflight(login: Login, target: Target): Promise<Preflight> {
  const accounts = await get(login, '/accounts?per_page=50');
  if (!accounts.ok && accounts.reason === 'network') return { ok: false, refused: UNREACHABLE };
  if (isLoginRefused(accounts)) return { ok: false, refused: LOGIN_REFUSED };
  const account = target.account ?? onlyOne(accounts);
  if (account === null) return { ok: true, existing: new Map() };

  const subdomain = await get(login, `/accounts/${account}/workers/subdomain`);
  if (isLoginRefused(subdomain)) return { ok: false, refused: LOGIN_REFUSED };
  if (isMissing(subdomain)) return { ok: false, refused: noWorkersDev(account) };

  const worker = await get(login, `/accounts/${account}/workers/scripts/${target.worker}/settings`);
  // A Worker that is there has its namespaces, and keeps them.
  if (!isMissing(worker)) return { ok: true, existing: new Map() };
  return { ok: true, existing: await existingNamespaces(login, account, target) };
}

/** Namespaces with the titles that wrangler would give new ones, which then fails (code 10014). */
async function existingNamespaces(login: Login, account: string, target: Target): Promise<Existing> {
  const titles = new Map(
    target.bindings.map((binding) => [`${target.worker}-${binding.toLowerCase().replaceAll('_', '-')}`, binding]),
  );
  const found = new Map<string, string>();
  for (let page = 1; page <= MOST_NAMESPACES / PAGE; page++) {
    const answer = await get(login, `/accounts/${account}/storage/kv/namespaces?per_page=${PAGE}&page=${page}`);
    const listed = v.safeParse(v.array(v.object({ id: v.string(), title: v.string() })), answer.ok && answer.result);
    if (!listed.success) break;
    for (const { id, title } of listed.output) {
      const binding = titles.get(title);
      if (binding !== undefined) found.set(binding, id);
    }
    if (listed.output.length < PAGE) break;
  }
  return found;
}

/** The id of the one account that a login reaches; `null`: there are several, or it may not list them. */
function onlyOne(accounts: Answer): string | null {
  const listed = v.safeParse(v.array(v.object({ id: v.string() })), accounts.ok && accounts.result);
  return listed.success && listed.output.length === 1 ? (listed.output[0]?.id ?? null) : null;
}

/** Tells a login that is worth nothing from one that may do less, and enough perhaps (403). */
function isLoginRefused(answer: Answer): boolean {
  return !answer.ok && answer.reason === 'status' && (answer.status === 401 || BAD_TOKEN.has(answer.code));
}

function isMissing(answer: Answer): boolean {
  return !answer.ok && answer.reason === 'status' && NOT_THERE.has(answer.code);
}
