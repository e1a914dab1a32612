import { wrap } from './wrap.ts';

/** Writes text to the terminal, wrapped to its width; where the output is piped, lines stay whole. */
export function say(text: string, hang?: string, stream: NodeJS.WriteStream = process.stdout): void {
  const { columns } = stream;
  // A terminal that does not tell its width has 0.
  stream.write(`${columns > 0 ? wrap(text, columns, hang) : text}\n`);
}
