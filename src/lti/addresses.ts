import { BlockList, isIP } from 'node:net';

/** Networks that a server on the internet is never in (IANA special-purpose registries, IPv4 and IPv6). */
const special: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const privateNetworks = new BlockList();
for (const [network, prefix, family] of special) privateNetworks.addSubnet(network, prefix, family);

const loopbackNetworks = new BlockList();
loopbackNetworks.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackNetworks.addAddress('::1', 'ipv6');

const inList = (list: BlockList, address: string): boolean =>
  // An IPv4 address written as IPv6 (::ffff:10.0.0.1) is checked against the IPv4 networks by BlockList itself.
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether an IP address is this machine's own. */
export const isLoopbackAddress = (address: string): boolean => inList(loopbackNetworks, address);

/** Whether an IP address is private, loopback, link-local, multicast or otherwise not on the public internet. */
export const isPrivateAddress = (address: string): boolean => inList(privateNetworks, address);

/** Which addresses the tool may call. */
export interface OutboundPolicy {
  /** Hosts (`lms.local`) or hosts with port (`lms.local:8443`) that may be called wherever they are, also by http. */
  readonly allow: readonly string[];
  /** Outside production this machine's own addresses may be called, also by http. */
  readonly allowLoopback: boolean;
}

/** A host as URLs write it, without the brackets of IPv6. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

const isAllowedByName = (policy: OutboundPolicy, url: URL): boolean =>
  policy.allow.includes(url.hostname) ||
  policy.allow.includes(bareHost(url.hostname)) ||
  policy.allow.includes(url.host);

const isLoopbackName = (hostname: string): boolean => {
  const host = bareHost(hostname);
  return host === 'localhost' || (isIP(host) !== 0 && isLoopbackAddress(host));
};

/** Whether the operator has said, or the place allows, that this host may be spoken to without https. */
export function mayUseHttp(policy: OutboundPolicy, url: URL): boolean {
  return isAllowedByName(policy, url) || (policy.allowLoopback && isLoopbackName(url.hostname));
}

/** Whether a connection to this resolved address may be opened for this URL. */
export function mayConnect(policy: OutboundPolicy, url: URL, address: string): boolean {
  if (!isPrivateAddress(address)) return true;
  if (isAllowedByName(policy, url)) return true;
  return policy.allowLoopback && isLoopbackAddress(address);
}

/**
 * What a host consists of: names, with the underscore of some inner networks, and addresses. The URL standard lets more
 * through (`*`, `;`, `'`), which would mean something in a policy for browsers.
 */
const host = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/** Reads an absolute http(s) address without user name and password; null for anything else. */
export function parseHttpUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || !host.test(url.hostname)) return null;
  return url;
}
