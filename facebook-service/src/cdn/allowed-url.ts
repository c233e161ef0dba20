import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { refused } from './refused.ts';

/**
 * Where videos can be fetched from: these hosts and their subdomains, by https, and whole trusted origins, including
 * private addresses and http (a fake CDN on your own machine).
 */
export type Allowed = { hosts: string[]; trustedOrigins: string[] };

/** The URL, if a video can be fetched from it; otherwise throws HOST_NOT_ALLOWED. */
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

/** Whether the address belongs to the public internet: not private, loopback, link-local, mapped or reserved. */
export const isPublicAddress = (address: string) =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'unicast';
