import { describe, expect, test } from 'vitest';
import { html, quoted, strangersLink, webAddress } from '../worker/html.ts';

const text = (value: unknown) => String(value);

describe('html`…`', () => {
  test('a value is text, in content and in an attribute in quotes', () => {
    expect(text(html`<p title="${'"><script>'}">${`<b>'&\``}</p>`)).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&#39;&amp;&#96;</p>',
    );
  });

  test('markup in markup stays markup, alone and in lists', () => {
    expect(text(html`<b>${[html`<i>${'<'}</i>`, 'a & b', [html`<i></i>`]]}</b>`)).toBe(
      '<b><i>&lt;</i>a &amp; b<i></i></b>',
    );
  });

  test('nothing stands where there is no value, and zero where there is zero', () => {
    expect(text(html`<p>${null}${undefined}${false}${''}${0}</p>`)).toBe('<p>0</p>');
  });

  test('an object that looks like markup is not taken for it', () => {
    const forged: unknown = { toString: () => '<script>', markup: '<script>' };
    expect(() => text(html`<p>${forged as string}</p>`)).toThrow(TypeError);
  });

  test('control characters and halves of pairs do not get through', () => {
    expect(text(html`<p>${'a\u0000b\u001Bc\uD800d\te\nf'}</p>`)).toBe('<p>a\uFFFDb\uFFFDc\uFFFDd\te\nf</p>');
  });

  test.each([
    ['an attribute without quotes', () => html`<p title=${'x'}></p>`],
    ['a tag’s name', () => html`<${'x'}></p>`],
    [
      'a script',
      () =>
        html`<script>
          ${'x'};
        </script>`,
    ],
    [
      'a style',
      () =>
        html`<style media="all">
          ${'x'}
        </style>`,
    ],
  ])('a value in the place of %s is a bug, and thrown', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:x',
    'data:text/html,x',
    '//evil.example',
    '/\\evil.example',
    'vbscript:x',
  ])('an address %j in a link or form leads nowhere', (address) => {
    expect(text(html`<a href="${address}">x</a>`)).toBe('<a href="#">x</a>');
    expect(text(html`<form action="${address}"></form>`)).toBe('<form action="#"></form>');
  });

  test('an address of the web, of mail or of ours is left as it is', () => {
    expect(text(html`<a href="${'/feeds/a?q=1&x=2'}"></a>`)).toBe('<a href="/feeds/a?q=1&amp;x=2"></a>');
    expect(text(html`<a href="${'https://a.example/'}"></a>`)).toBe('<a href="https://a.example/"></a>');
    expect(text(html`<a href="${'mailto:a@a.example'}"></a>`)).toBe('<a href="mailto:a@a.example"></a>');
    expect(text(html`<a href="${'HTTPS://A.example/'}"></a>`)).toBe('<a href="HTTPS://A.example/"></a>');
  });
});

describe('what strangers wrote', () => {
  test.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['http://a.example', 'http://a.example/'],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['/path', null],
    ['', null],
    [null, null],
  ])('the address of %j is %j', (url, address) => {
    expect(webAddress(url)).toBe(address);
  });

  test('a link tells the other side nothing, and is a label alone where there is no address of the web', () => {
    const link = text(strangersLink('https://a.example/"x', '<x>'));
    expect(link).toMatch(
      /^<a\s+href="https:\/\/a\.example\/%22x"\s+rel="noreferrer noopener nofollow"\s*>&lt;x&gt;<\/a\s*>$/,
    );
    expect(text(strangersLink('javascript:alert(1)', '<x>'))).toBe('&lt;x&gt;');
  });

  test('its direction of writing ends where it ends', () => {
    expect(text(quoted('\u202Ea'))).toBe('<bdi>\u202Ea</bdi>');
  });
});
