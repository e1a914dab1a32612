import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { destinationUrlProblem, urlProblem } from '../../worker/io/url-policy.ts';
import { SPECIAL_IPV4, SPECIAL_IPV6 } from './special-purpose.ts';

describe('refusal of special addresses', () => {
  it.each(SPECIAL_IPV4)('refuses the first and the last address of %s', (block) => {
    const [first, bits] = ipaddr.IPv4.parseCIDR(block);
    expect(urlProblem(`https://${first.toString()}/feed`, false)).toMatch(/special address/);
    const last = bits === 32 ? first : ipaddr.IPv4.broadcastAddressFromCIDR(block);
    expect(urlProblem(`https://${last.toString()}/feed`, false)).toMatch(/special address/);
  });

  it.each(SPECIAL_IPV6)('refuses the first and the last address of %s', (block) => {
    const [first, bits] = ipaddr.IPv6.parseCIDR(block);
    expect(urlProblem(`https://[${first.toString()}]/feed`, false)).toMatch(/special address/);
    const last = bits === 128 ? first : ipaddr.IPv6.broadcastAddressFromCIDR(block);
    expect(urlProblem(`https://[${last.toString()}]/feed`, false)).toMatch(/special address/);
  });

  it.each([
    ['decimal', 'http://2130706433/'],
    ['hexadecimal', 'http://0x7f.1/'],
    ['octal', 'http://0177.0.0.1/'],
    ['short', 'http://127.1/'],
    ['with a trailing dot', 'http://127.0.0.1./'],
    ['in full-width digits', 'http://①②⑦.0.0.1/'],
    ['percent-encoded', 'http://%31%32%37.0.0.1/'],
    ['mapped into IPv6', 'http://[::ffff:7f00:1]/'],
    ['mapped into IPv6, dotted', 'http://[::ffff:169.254.169.254]/'],
    ['translated (RFC 2765)', 'http://[::ffff:0:127.0.0.1]/'],
    ['behind NAT64', 'http://[64:ff9b::10.0.0.1]/'],
    ['behind a NAT64 of its own', 'http://[64:ff9b:1::a00:1]/'],
    ['behind 6to4', 'http://[2002:7f00:1::]/'],
    ['behind Teredo', 'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/'],
    ['with a port', 'http://10.0.0.1:8080/'],
    ['cloud metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['cloud metadata on a public address', 'http://168.63.129.16/metadata'],
    ['cloud metadata over IPv6', 'http://[fd00:ec2::254]/'],
  ])('refuses a private address written otherwise: %s', (_spelling, url) => {
    expect(urlProblem(url, false)).toMatch(/special address/);
  });

  it.each([
    'https://1.1.1.1/',
    'https://9.255.255.255/',
    'https://11.0.0.0/',
    'https://100.63.255.255/',
    'https://100.128.0.0/',
    'https://172.15.255.255/',
    'https://172.32.0.0/',
    'https://192.167.255.255/',
    'https://192.169.0.0/',
    'https://223.255.255.255/',
    'https://[2606:4700:4700::1111]/',
    'https://[2001:200::1]/',
    'https://[2a00:1450:4001::1]/',
  ])('lets the public address in %s through', (url) => {
    expect(urlProblem(url, false)).toBeNull();
  });
});

describe('refusal of URLs', () => {
  it.each([
    ['https://blog.example/comments.xml', null],
    ['http://blog.example/comments.xml', null],
    ['https://blog.example:443/', null],
    ['http://blog.example:443/', null],
    ['https://blog.example:80/', null],
    ['https://blog.example:1024/', null],
    ['https://blog.example:65535/', null],
    ['https://bücher.example/', null],
    ['https://localhost.example/', null],
    ['https://internal.example/', null],
    ['https://blog.example:22/', 'has a port below 1024 that is not 80 or 443'],
    ['https://blog.example:1023/', 'has a port below 1024 that is not 80 or 443'],
    ['https://blog.example:0/', 'has a port below 1024 that is not 80 or 443'],
    ['https://blog.example./', 'has a host that ends in a dot'],
    ['http://localhost/', 'has a host that only a private network knows'],
    ['http://LOCALHOST:8080/', 'has a host that only a private network knows'],
    ['http://localhost./', 'has a host that ends in a dot'],
    ['http://blog.localhost/', 'has a host that only a private network knows'],
    ['http://printer.local/', 'has a host that only a private network knows'],
    ['http://metadata.google.internal/', 'has a host that only a private network knows'],
    ['http://nas.home.arpa/', 'has a host that only a private network knows'],
    ['http://blog.test/', 'has a host that only a private network knows'],
    ['http://blogaddress.onion/', 'has a host that only a private network knows'],
    ['http://intranet/', 'has a host that only a private network knows'],
    ['ftp://blog.example/', 'is neither http nor https'],
    ['file:///etc/passwd', 'is neither http nor https'],
    ['javascript:alert(1)', 'is neither http nor https'],
    ['data:text/xml,<rss/>', 'is neither http nor https'],
    ['blog.example/feed', 'is not a URL'],
    ['', 'is not a URL'],
    ['http://[fe80::1%25eth0]/', 'is not a URL'],
    ['http://256.256.256.256/', 'is not a URL'],
    ['https://user@blog.example/', 'has a user name or password in it'],
    ['https://:hunter2@blog.example/', 'has a user name or password in it'],
    ['https://1.1.1.1@10.0.0.1/', 'has a user name or password in it'],
  ])('%s: %s', (url, why) => {
    expect(urlProblem(url, false)).toBe(why);
  });

  it.each(['https://alice:hunter2@blog.example/', 'ftp://alice:hunter2@blog.example/', 'alice:hunter2@blog example'])(
    'never repeats the credentials in %s',
    (url) => {
      expect(urlProblem(url, false)).not.toMatch(/alice|hunter2/);
    },
  );
});

describe('a private network that is allowed', () => {
  it.each([
    'http://127.0.0.1:8787/',
    'http://localhost/',
    'http://[::1]:81/',
    'http://10.0.0.1:22/',
    'https://nas.local/',
  ])('lets feeds and destinations on %s through', (url) => {
    expect(urlProblem(url, true)).toBeNull();
    expect(destinationUrlProblem(url, true)).toBeNull();
  });

  it.each([
    ['ftp://127.0.0.1/', 'is neither http nor https'],
    ['file:///etc/passwd', 'is neither http nor https'],
    ['http://alice:hunter2@127.0.0.1/', 'has a user name or password in it'],
    ['127.0.0.1', 'is not a URL'],
  ])('still refuses %s', (url, why) => {
    expect(urlProblem(url, true)).toBe(why);
    expect(destinationUrlProblem(url, true)).toBe(why);
  });
});

describe('refusal of destinations', () => {
  it.each([
    ['https://hooks.example/in', null],
    ['http://hooks.example/in', 'is not https'],
    ['https://10.0.0.1/in', 'is on a private or otherwise special address'],
    ['https://alice:hunter2@hooks.example/in', 'has a user name or password in it'],
  ])('%s: %s', (url, why) => {
    expect(destinationUrlProblem(url, false)).toBe(why);
  });
});
