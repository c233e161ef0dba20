import { isIPv6 } from 'node:net';

/** The address at which this machine reaches its own port; one that listens everywhere is also on loopback. */
export const urlOf = (host: string, port: number): string => {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
};
