import { readOptions, type StartOptions, USAGE } from './local/options.ts';
import { problemOf } from './local/problem.ts';
import type { Progress } from './local/run-log.ts';
import { say } from './local/say.ts';
import { whenStopped } from './local/stop.ts';

/** Longest that a signal comes behind the failure that it causes, ms. */
const SIGNAL = 100;

// `npm start | head` has read enough.
process.stdout.on('error', () => process.exit(0));

const command = readOptions(process.argv.slice(2), process.env);
if (command.kind === 'help') process.stdout.write(USAGE);
else if (command.kind === 'error') fail(`${command.error}\nnpm start -- --help lists all options.`, 2);
else await start(command.options);

async function start(options: StartOptions): Promise<void> {
  const progress: Progress = { delivered: 0 };
  // Before the runtime starts: its own handlers, which end workerd, run on exit.
  whenStopped(() => {
    say(`\n${farewell(progress)}`);
    process.exit(0);
  });
  try {
    // No sooner: loading the runtime takes a second, and who mistyped an option need not wait for it.
    const { run } = await import('./local/run.ts');
    await run(options, progress);
  } catch (error) {
    // Ctrl-C ends the runtime too: what breaks then is no failure, and the signal may be heard later than that.
    await new Promise((resolve) => setTimeout(resolve, SIGNAL));
    fail(problemOf(error), 1);
  }
}

function farewell({ delivered }: Progress): string {
  const messages = delivered === 1 ? '1 message' : `${delivered} messages`;
  return `Stopped${delivered === 0 ? '' : `, with ${messages} delivered`}. The next run goes on from here.`;
}

function fail(text: string, code: number): never {
  say(text, '', process.stderr);
  process.exit(code);
}
