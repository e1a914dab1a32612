import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { platforms } from '../../worker/destination/registry.ts';
import { readComments } from './feed.ts';
import { galleryPage, type Part } from './page.ts';
import { requestsOf } from './payloads.ts';
import { samplesOf } from './samples.ts';

/** Comments that are shown unless others are given. */
const FEED = path.join(import.meta.dirname, 'feed.atom');

/** Writes what each chat shows of Earshot's messages into `file`, as one HTML page. `feed`: a comment feed's file. */
export async function writeGallery(file: string, feed = FEED): Promise<void> {
  const samples = samplesOf(readComments(feed));
  const parts: readonly Part[] = await Promise.all(
    platforms.map(async (platform) => ({ type: platform.type, samples: await requestsOf(platform, samples) })),
  );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, galleryPage(parts));
}
