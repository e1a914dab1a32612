import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Clone } from './clone.ts';
import { Cloudflare, TOKEN } from './cloudflare.ts';

/** Titles of an instance's namespaces, by binding. */
export const NAMESPACES = { CONFIG: 'earshot-config', SEEN: 'earshot-seen' };

/** A stand-in of Cloudflare's API for all tests of a file, and for each of them a fresh clone that deploys to it. */
export class Deploying {
  #cloudflare: Cloudflare | null = null;
  #clone: Clone | null = null;

  constructor() {
    beforeAll(async () => {
      this.#cloudflare = await Cloudflare.open();
    });
    afterAll(() => this.cloudflare.close());
    beforeEach(() => {
      this.cloudflare.reset();
      this.#clone = this.freshClone();
    });
    afterEach(() => this.clone.remove());
  }

  get cloudflare(): Cloudflare {
    if (this.#cloudflare === null) throw new Error('No test is running.');
    return this.#cloudflare;
  }

  get clone(): Clone {
    if (this.#clone === null) throw new Error('No test is running.');
    return this.#clone;
  }

  freshClone(): Clone {
    return new Clone({ CLOUDFLARE_API_BASE_URL: this.cloudflare.url, CLOUDFLARE_API_TOKEN: TOKEN });
  }
}
