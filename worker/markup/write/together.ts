import type { Line, Run } from '../run.ts';
import { inertCodes } from '../text/inert.ts';

/**
 * Line with no emoji code alive in it, whatever elements its letters are spread over (`:<u>tada</u>:`): a chat without a sign
 * for one of them would read it whole. An address that shows itself stays; writers see to what it shows.
 */
export function inertLine(line: Line): Line {
  if (line.length < 2) return line;
  return together(line, inertCodes).map((one, at) => {
    const before = line[at];
    return before !== undefined && before.text === before.href ? before : one;
  });
}

/** Line whose texts are changed as the one text that they make, or each by itself where `change` takes characters out. */
export function together(line: Line, change: (text: string) => string): Line {
  const whole = line.map(({ text }) => text).join('');
  const changed = change(whole);
  if (changed === whole) return line;
  const runs: Run[] = [];
  let at = 0;
  for (const [index, one] of line.entries()) {
    const start = at;
    for (const unit of unitsOf(one.text)) at = changed.indexOf(unit, at) + 1 || Infinity;
    const next = line
      .slice(index + 1)
      .find(({ text }) => text !== '')
      ?.text.charAt(0);
    // What was put in behind a sign belongs to it.
    at = next === undefined ? changed.length : changed.indexOf(next, at);
    if (at > changed.length || at < start) return line.map((alone) => ({ ...alone, text: change(alone.text) }));
    runs.push({ ...one, text: changed.slice(start, at) });
  }
  return runs;
}

function unitsOf(text: string): readonly string[] {
  return Array.from({ length: text.length }, (_, at) => text.charAt(at));
}
