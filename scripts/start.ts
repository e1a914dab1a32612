import { readOptions, type StartOptions, USAGE } from './local/options.ts';
import { whenStopped } from './local/stop.ts';

/** How much later than what it broke a signal may be heard, ms. */
const SIGNAL = 100;

const asked = readOptions(process.argv.slice(2));
if (asked.kind === 'help') process.stdout.write(USAGE);
else if (asked.kind === 'error') fail(`${asked.error}\nnpm start -- --help says what there is.`, 2);
else await start(asked.options);

async function start(options: StartOptions): Promise<void> {
  // Before the runtime starts: its own handlers, which end workerd, run on exit.
  whenStopped(() => {
    process.stdout.write('\nStopped. The next run goes on from here.\n');
    process.exit(0);
  });
  try {
    // No sooner: loading the runtime takes a second, and who mistyped an option need not wait for it.
    const { run } = await import('./local/run.ts');
    await run(options);
  } catch (error) {
    // Ctrl-C ends the runtime too: what breaks then is no failure, and the signal may be heard later than that.
    await new Promise((resolve) => setTimeout(resolve, SIGNAL));
    fail(error instanceof Error ? error.message : 'The local run broke.', 1);
  }
}

function fail(text: string, code: number): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
