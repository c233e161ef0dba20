import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { refused } from './refused.ts';

/**
 * Where videos may be fetched from: the hosts themselves and all below them by https, and whole origins that
 * are trusted as they are, private addresses and http included (a fake CDN on one's own machine).
 */
export type Allowed = { hosts: string[]; trustedOrigins: string[] };

/** The URL when a video may be fetched from it; throws HOST_NOT_ALLOWED for any other. */
export const allowedUrl = (text: string, { hosts, trustedOrigins }: Allowed) => {
  if (!URL.canParse(text)) throw refused('HOST_NOT_ALLOWED');
  const url = new URL(text);
  const trusted = trustedOrigins.includes(url.origin);
  if (!trusted && !isPublicHttps(url, hosts)) throw refused('HOST_NOT_ALLOWED');
  return { url, trusted };
};

const isPublicHttps = ({ protocol, hostname, port, username }: URL, hosts: string[]) =>
  protocol === 'https:' &&
  port === '' &&
  username === '' &&
  isIP(hostname) === 0 &&
  hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));

/** Whether the address is one of the public internet: not private, loopback, link-local, mapped or reserved. */
export const isPublicAddress = (address: string) =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
