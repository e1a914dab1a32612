import path from 'node:path';
import { metadataOf } from '../../worker/config/metadata.ts';

/** Earshot running on this machine: the real Worker on Miniflare's KV and Durable Objects. */
export type Runtime = {
  readonly url: URL;
  /** Puts a value of CONFIG with the metadata that `npm run push` writes, by which a tick knows that it has not changed. */
  readonly configure: (key: string, value: string) => Promise<void>;
  /** The value of SEEN, as text. */
  readonly seen: (key: string) => Promise<string | null>;
  /** Fires the cron with this `scheduledTime` (ms) and waits for its end; false where the Worker broke. */
  readonly tick: (at: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/** Options: `root` has wrangler.toml, `script` is the bundled Worker, `state` the folder that survives a restart. */
export type RuntimeOptions = {
  readonly root: string;
  readonly script: string;
  readonly state: string;
  /** Vars and secrets, over those of wrangler.toml. */
  readonly vars: Readonly<Record<string, string>>;
  /** Called with every line that the Worker logs, and with the runtime's own complaints. */
  readonly onLine: (line: string) => void;
};

/** Starts the runtime as wrangler.toml configures it. */
export async function startRuntime({ root, script, state, vars, onLine }: RuntimeOptions): Promise<Runtime> {
  // Loaded here, as they take a second: `--help` starts no runtime.
  const { convertV4MiniflareOptions, Miniflare } = await import('miniflare');
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import('wrangler');
  const config = unstable_readConfig({ config: `${root}/wrangler.toml` });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      ...(config.name === undefined ? {} : { name: config.name }),
      modules: [{ type: 'ESModule', path: script }],
      modulesRoot: path.dirname(script),
      bindings: { ...config.vars, ...vars },
      resourcePersistencePath: state,
      // Neither asks Cloudflare where this machine is, nor tells it that it runs. Pages show this machine's time.
      cf: { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      telemetry: { enabled: false },
      handleStructuredLogs: ({ message }) => onLine(message),
    }),
  );
  const url = await miniflare.ready;
  const [CONFIG, SEEN] = await Promise.all([miniflare.getKVNamespace('CONFIG'), miniflare.getKVNamespace('SEEN')]);
  const worker = await miniflare.getWorker();
  return {
    url,
    configure: async (key, value) => CONFIG.put(key, value, { metadata: await metadataOf(value, Date.now()) }),
    seen: (key) => SEEN.get(key, 'text'),
    tick: async (at) => (await worker.scheduled({ scheduledTime: new Date(at) })).outcome === 'ok',
    stop: () => miniflare.dispose(),
  };
}
