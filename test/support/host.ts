import { startRuntime } from '../../scripts/local/runtime.ts';
import type { Call, Reply } from './earshot.ts';

// A process of its own around the runtime, so that a test can kill both: see earshot.ts, which starts it.
const [root = '', script = '', state = '', vars = '{}'] = process.argv.slice(2);

function send(reply: Reply): void {
  process.send?.(reply);
}

const runtime = await startRuntime({
  root,
  script,
  state,
  vars: JSON.parse(vars),
  onLine: (line) => send({ kind: 'line', line }),
});

async function perform(call: Call): Promise<string | boolean | null> {
  switch (call.verb) {
    case 'configure':
      await runtime.configure(call.key, call.value);
      return null;
    case 'seen':
      return runtime.seen(call.key);
    case 'tick':
      return runtime.tick(call.at);
    default:
      return call satisfies never;
  }
}

process.on('message', (message) => {
  const { number, call } = message as { number: number; call: Call };
  perform(call).then(
    (value) => send({ kind: 'done', number, value }),
    (error: unknown) => send({ kind: 'failed', number, why: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready', url: runtime.url.href });
