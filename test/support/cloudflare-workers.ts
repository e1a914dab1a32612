import * as v from 'valibot';
import { newId, type Namespaces } from './cloudflare-namespaces.ts';
import { Refused } from './refused.ts';

const Binding = v.looseObject({ name: v.string(), type: v.string(), namespace_id: v.optional(v.string()) });
const Secret = v.object({ name: v.string(), text: v.string() });
const Schedules = v.array(v.object({ cron: v.string() }));
const UploadMetadata = v.looseObject({
  bindings: v.array(Binding),
  keep_bindings: v.optional(v.array(v.string())),
  migrations: v.optional(v.looseObject({ old_tag: v.optional(v.string()), new_tag: v.string() })),
});

/** Binding of a Worker, as an upload names it. */
export type Binding = v.InferOutput<typeof Binding>;

type Worker = {
  readonly bindings: readonly Binding[];
  readonly migrationTag: string | null;
  readonly secrets: Map<string, string>;
  crons: readonly string[];
  version: string;
};

/** Parts of an upload: the metadata, and the length of each part by its name. */
export type Upload = {
  readonly metadata: v.InferOutput<typeof UploadMetadata>;
  readonly parts: ReadonlyMap<string, number>;
};

/** Stand-in for the Workers of an account, with bindings, secrets and cron triggers, as Cloudflare's API answers about them. */
export class Workers {
  readonly uploads: Upload[] = [];
  readonly byName = new Map<string, Worker>();
  readonly #namespaces: Namespaces;

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces;
  }

  get(name = ''): Worker {
    const worker = this.byName.get(name);
    if (worker === undefined) throw new Refused(404, 10007, 'This Worker does not exist on your account.');
    return worker;
  }

  service(name = ''): unknown {
    const { migrationTag } = this.get(name);
    const script = { id: name, migration_tag: migrationTag, last_deployed_from: 'wrangler' };
    return { id: name, default_environment: { environment: 'production', script } };
  }

  settings(name = ''): unknown {
    const { bindings, secrets, migrationTag } = this.get(name);
    const hidden = [...secrets.keys()].map((each) => ({ name: each, type: 'secret_text' }));
    return { bindings: [...bindings, ...hidden], migration_tag: migrationTag };
  }

  deployments(name = ''): unknown {
    const { version } = this.get(name);
    const versions = [{ version_id: version, percentage: 100 }];
    return { deployments: [{ id: version, source: 'wrangler', strategy: 'percentage', versions, annotations: {} }] };
  }

  versions(name = ''): unknown {
    return { items: [{ id: this.get(name).version, number: 1, metadata: { source: 'wrangler' } }] };
  }

  enabled(name = ''): unknown {
    this.get(name);
    const enabled = { enabled: true, previews_enabled: false };
    return { id: name, ...enabled, subdomain: enabled };
  }

  secrets(name = ''): unknown {
    return [...this.get(name).secrets.keys()].map((each) => ({ name: each, type: 'secret_text' }));
  }

  putSecret(name: string | undefined, body: unknown): unknown {
    const secret = v.parse(Secret, body);
    this.get(name).secrets.set(secret.name, secret.text);
    return { name: secret.name, type: 'secret_text' };
  }

  putSchedules(name: string | undefined, body: unknown): unknown {
    const schedules = v.parse(Schedules, body);
    this.get(name).crons = schedules.map(({ cron }) => cron);
    return { schedules };
  }

  upload(name = '', parts: ReadonlyMap<string, string>): unknown {
    const metadata = v.parse(UploadMetadata, JSON.parse(parts.get('metadata') ?? ''));
    this.uploads.push({ metadata, parts: new Map([...parts].map(([part, text]) => [part, text.length])) });
    const old = this.byName.get(name);
    const bindings = metadata.bindings.map((binding) => this.#bound(binding, old));
    const { migrations } = metadata;
    if (migrations !== undefined && (migrations.old_tag ?? null) !== (old?.migrationTag ?? null))
      throw new Refused(412, 10079, 'Migration tag precondition failed.');
    const migrationTag = migrations?.new_tag ?? old?.migrationTag ?? null;
    if (migrationTag === null) throw new Refused(400, 10061, 'A Durable Object class has no migration.');
    const version = newId();
    const secrets = old?.secrets ?? new Map<string, string>();
    this.byName.set(name, { bindings, migrationTag, secrets, crons: old?.crons ?? [], version });
    const resources = { script: { handlers: ['fetch', 'scheduled'] } };
    return { id: version, startup_time_ms: 20, migration_tag: migrationTag, metadata: {}, resources };
  }

  #bound(binding: Binding, old: Worker | undefined): Binding {
    if (binding.type === 'kv_namespace' && !this.#namespaces.titles.has(binding.namespace_id ?? ''))
      throw new Refused(400, 10041, 'KV namespace not found.');
    if (binding.type !== 'inherit') return binding;
    const inherited = old?.bindings.find(({ name }) => name === binding.name);
    if (inherited === undefined) throw new Refused(400, 10057, `Nothing to inherit as ${binding.name}.`);
    return inherited;
  }
}
