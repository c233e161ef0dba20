import { expect, test } from '@jest/globals';
import { allowedUrl, isPublicAddress } from './allowed-url.ts';

const allowed = { hosts: ['fbcdn.net'], trustedOrigins: ['http://127.0.0.1:3000'] };
const isAllowed = (url: string) => {
  try {
    return allowedUrl(url, allowed).url.href === new URL(url).href;
  } catch {
    return false;
  }
};

test.each([
  ['https://video.xx.fbcdn.net/v/t42/clip.mp4?oh=1&oe=2', true],
  ['https://fbcdn.net/clip.mp4', true],
  ['http://127.0.0.1:3000/cdn/clip.mp4', true],
  ['http://127.0.0.1:3001/cdn/clip.mp4', false],
  ['http://video.xx.fbcdn.net/clip.mp4', false],
  ['https://video.xx.fbcdn.net:8443/clip.mp4', false],
  ['https://user@video.xx.fbcdn.net/clip.mp4', false],
  ['https://evilfbcdn.net/clip.mp4', false],
  ['https://fbcdn.net.evil.example/clip.mp4', false],
  ['https://169.254.169.254/latest/meta-data/', false],
  ['https://[::1]/clip.mp4', false],
  ['https://[::ffff:127.0.0.1]/clip.mp4', false],
  ['https://0x7f.1/clip.mp4', false],
  ['https://localhost/clip.mp4', false],
  ['https://fbcdn.net./clip.mp4', false],
  ['https://fbcdn.net@evil.example/clip.mp4', false],
  ['https://2130706433/clip.mp4', false],
  ['file:///etc/passwd', false],
  ['ftp://fbcdn.net/clip.mp4', false],
  ['not a URL', false],
])('%s: %s', (url, expected) => {
  expect(isAllowed(url)).toBe(expected);
});

test.each([
  ['157.240.1.1', true],
  ['2a03:2880:f10c:83:face:b00c:0:25de', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a9fe:a9fe', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b:1::7f00:1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['::127.0.0.1', false],
  ['::10.0.0.1', false],
  ['::ffff:0:7f00:1', false],
  ['fec0::1', false],
  ['fe80::1%eth0', false],
  ['ff02::1', false],
  ['100::1', false],
  ['2001:db8::1', false],
  ['192.0.0.1', false],
  ['192.88.99.1', false],
  ['198.18.0.1', false],
  ['203.0.113.1', false],
  ['240.0.0.1', false],
  ['not an address', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
