// Types of `env` and `exports` in tests that run in workerd.
declare namespace Cloudflare {
  interface Env extends Pick<import('../worker/env.ts').Env, keyof import('../worker/env.ts').Env> {}
  interface GlobalProps {
    mainModule: typeof import('../worker/index.ts');
  }
}
