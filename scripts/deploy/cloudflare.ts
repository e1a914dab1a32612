import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { QUIET_ENV, WRANGLER } from '../local/bundle.ts';

const API = 'https://api.cloudflare.com/client/v4';

/** Longest wait for one answer of the API, ms. */
const DEADLINE = 20_000;

/** Request headers by which Cloudflare knows who asks. */
export type Login = Readonly<Record<string, string>>;

/** An answer of the API: `result` is not checked yet, `code` is Cloudflare's own (0: none given). */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly reason: 'status'; readonly status: number; readonly code: number }
  | { readonly ok: false; readonly reason: 'network' };

const Credentials = v.variant('type', [
  v.object({ type: v.picklist(['oauth', 'api_token']), token: v.string() }),
  v.object({ type: v.literal('api_key'), key: v.string(), email: v.string() }),
]);

const Envelope = v.object({
  result: v.optional(v.unknown()),
  errors: v.optional(v.array(v.object({ code: v.number() })), []),
});

/** The login that wrangler itself uses, from its browser login or from the environment; `null`: there is none. */
export async function readLogin(root: string): Promise<Login | null> {
  const child = spawn(process.execPath, [WRANGLER, 'auth', 'token', '--json'], {
    cwd: root,
    env: QUIET_ENV,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed = text(child.stdout);
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Credentials), await printed);
  if (status !== 0 || !read.success) return null;
  const { output } = read;
  if (output.type === 'api_key') return { 'x-auth-key': output.key, 'x-auth-email': output.email };
  return { authorization: `Bearer ${output.token}` };
}

/** GETs a path of Cloudflare's API, or of what the variable names that wrangler reads, too. */
export async function get(login: Login, path: string): Promise<Answer> {
  const api = process.env['CLOUDFLARE_API_BASE_URL'] ?? API;
  try {
    const response = await fetch(`${api}${path}`, { headers: login, signal: AbortSignal.timeout(DEADLINE) });
    const body = v.safeParse(v.pipe(v.string(), v.parseJson(), Envelope), await response.text());
    if (response.ok && body.success) return { ok: true, result: body.output.result };
    const code = body.success ? (body.output.errors[0]?.code ?? 0) : 0;
    return { ok: false, reason: 'status', status: response.status, code };
  } catch {
    return { ok: false, reason: 'network' };
  }
}
