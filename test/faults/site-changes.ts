import type { Run } from './run.ts';
import { SERVER_MODES } from './server.ts';
import type { Site } from './site.ts';
import { DAY, MINUTE } from './time.ts';

/** Somebody posts, writes or edits at a site that is followed; or its servers, or what CONFIG says of it, change. */
export function changeSite(run: Run, site: Site): void {
  const { now, config } = run;
  const { chance, listed } = site;
  const post = chance.pick([...(listed.length > 0 ? listed : site.posts), ...site.posts, null]);
  const what = chance.weighed({
    write: 10,
    crowd: 2,
    publish: 4,
    slide: 1,
    edit: 2,
    mode: 2,
    own: 4,
    window: 1,
    config: 0.7,
  });
  run.note(`site: ${what} ${post?.url ?? ''}`);
  if (what === 'publish') site.publish(now, chance.below(3), now);
  // An old one that appears only now, with what was said of it.
  else if (what === 'slide') site.publish(now - 2 * DAY - chance.below(9 * DAY), chance.below(4), now);
  else if (what === 'mode') site.mode = chance.odds(0.6) ? 'fine' : chance.pick(SERVER_MODES);
  else if (what === 'window') site.window = chance.pick([2, 3, 5, 8]);
  else if (what === 'config' && run.admin === null) {
    const paused = JSON.stringify({ ...JSON.parse(site.config), paused: true });
    config.write(`feed:${site.name}`, chance.pick([site.config, site.config, paused, '{ "url": 5 }', null]), now);
  } else if (post === null || what === 'config') return;
  else if (what === 'write') site.write(post, now);
  else if (what === 'crowd') for (let age = 4; age > 0; age--) site.write(post, now - age);
  else if (what === 'own') post.mode = chance.odds(0.5) ? 'fine' : chance.pick(SERVER_MODES);
  else {
    const said = post.said.at(-1 - chance.below(3));
    if (said === undefined || now - said.published < MINUTE) return;
    said.edits += 1;
    said.text = `remark ${said.number}, wording ${said.edits}`;
  }
}
