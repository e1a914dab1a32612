import { signingKey } from '../../worker/destination/sign.ts';

const HINT = `
The cron ticks now and then every 5 minutes. In another terminal, a destination and a feed (--local: they stay here):

  npm run config -- --local set destination:default https://your-webhook.example/hook
  npm run config -- --local set feed:blog https://blog.example/comments/feed/

The pages are at the address above, once .dev.vars has an ADMIN_TOKEN of 16 characters or more to sign in with.
`;

const STOP = 'Ctrl-C stops everything.\n';

const SECRETS = '\nSecrets are read from .dev.vars (see .dev.vars.example). ';

const NO_KEY = `
No SIGNING_KEY of 32 characters or more: until there is one, webhooks are not sent, since they could not be signed. Put it into .dev.vars (see .dev.vars.example; openssl rand -hex 32 makes one), then start again.
`;

/** Hints of `npm run dev` for going on once it is ready. `vars`: .dev.vars; `args`: those that go on to `wrangler dev`. */
export function devHint(vars: NodeJS.Dict<string>, args: readonly string[]): string {
  const given = args.find((arg) => arg.includes('SIGNING_KEY:'))?.replace(/^.*?SIGNING_KEY:/, '');
  return HINT + (signingKey(given ?? vars['SIGNING_KEY']) === null ? NO_KEY : SECRETS) + STOP;
}
