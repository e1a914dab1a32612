import { wrap } from './wrap.ts';

/** Writes text to the terminal, wrapped to its width; where the output is piped, lines stay whole. */
export function say(text: string, hang?: string): void {
  const { columns } = process.stdout;
  process.stdout.write(`${columns === undefined ? text : wrap(text, columns, hang)}\n`);
}
