import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Time until the connections that the server closes are closed, ms. */
const SETTLING = 300;

/** Requests that the feeds' server had, and how many of them it answered with 304. */
export type Counts = { readonly asked: number; readonly unmodified: number };

/** The feeds, each at an address of its own on loopback, or all at one. */
export type Web = {
  readonly urls: (isOneHost: boolean, count: number) => readonly string[];
  /** Sets how feeds are served from now on; gives the counts until then, which begin anew. */
  readonly set: (how: {
    readonly validators?: boolean;
    readonly fresh?: number;
    readonly rotates?: boolean;
  }) => Promise<Counts>;
  readonly stop: () => void;
};

/** Starts the server of feeds in a process of its own. */
export async function serveFeeds(): Promise<Web> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'web.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port]: unknown[] = await once(child.stdout, 'data');
  const number = Number(String(port));
  return {
    urls: (isOneHost, count) =>
      Array.from({ length: count }, (_, feed) => `http://${isOneHost ? '127.0.0.1' : hostOf(feed)}:${number}/${feed}`),
    set: async (how) => {
      const answer = await fetch(`http://127.0.0.1:${number}/how`, { method: 'PUT', body: JSON.stringify(how) });
      const { asked, unmodified }: Counts = Object(await answer.json());
      // The server has closed what was idle, and everybody has to have noticed.
      await setTimeout(SETTLING);
      return { asked, unmodified };
    },
    stop: () => child.kill(),
  };
}

/** An address of 127.0.0.0/8 for each of the feeds. */
function hostOf(feed: number): string {
  return `127.${1 + (feed >> 16)}.${(feed >> 8) & 255}.${feed & 255}`;
}
