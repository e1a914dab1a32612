import { expect, test } from 'vitest';
import { digest } from '../../worker/message.ts';
import { KeptDigests } from '../../worker/poller/kept-digests.ts';

test('each text’s digest is its own, the first time and every other time', async () => {
  const digests = new KeptDigests();
  const texts = ['https://a.example/', 'https://b.example/', 'https://a.example/'];
  expect(await Promise.all(texts.map((text) => digests.of(text)))).toEqual(
    await Promise.all(texts.map((text) => digest(text))),
  );
  expect(await digests.of('https://a.example/')).toBe(await digest('https://a.example/'));
  expect(await new KeptDigests(15).of('https://a.example/')).toBe(await digest('https://a.example/', 15));
});
