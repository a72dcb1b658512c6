import { describe, expect, it } from 'vitest';
import { isPrivateAddress, mayConnect, mayUseHttp, parseHttpUrl } from '../../src/lti/addresses.ts';

const url = (value: string): URL => new URL(value);

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '::ffff:0:10.0.0.1',
    '2001:0:a00:1::',
    '3fff::1',
    '5f00::1',
    'fec0::1',
  ])('%s is private', address => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '193.193.193.193', '2a00:1450::1', '::ffff:8.8.8.8'])(
    '%s is on the public internet',
    address => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  it('a private address may be called when the operator names its host, with or without the port', () => {
    for (const allow of [['lms.local'], ['lms.local:8443']]) {
      expect(mayConnect({ allow, allowLoopback: false }, url('https://lms.local:8443/x'), '10.1.2.3')).toBe(
        true,
      );
      expect(mayConnect({ allow, allowLoopback: false }, url('https://other.local/x'), '10.1.2.3')).toBe(
        false,
      );
    }
    expect(
      mayConnect({ allow: ['10.1.2.3'], allowLoopback: false }, url('http://10.1.2.3/'), '10.1.2.3'),
    ).toBe(true);
    expect(mayConnect({ allow: ['::1'], allowLoopback: false }, url('http://[::1]:8080/'), '::1')).toBe(true);
  });

  it('loopback is allowed outside production, other private networks are not', () => {
    const policy = { allow: [], allowLoopback: true };
    expect(mayConnect(policy, url('http://localhost:3001/'), '127.0.0.1')).toBe(true);
    expect(mayConnect(policy, url('http://intranet/'), '192.168.0.1')).toBe(false);
  });

  it('http is for loopback outside production and for hosts that the operator names', () => {
    expect(mayUseHttp({ allow: [], allowLoopback: true }, url('http://127.0.0.1:3001/'))).toBe(true);
    expect(mayUseHttp({ allow: [], allowLoopback: true }, url('http://lms.example/'))).toBe(false);
    expect(mayUseHttp({ allow: [], allowLoopback: false }, url('http://localhost/'))).toBe(false);
    expect(mayUseHttp({ allow: ['lms.example'], allowLoopback: false }, url('http://lms.example/'))).toBe(
      true,
    );
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:pass@host/',
    '/relative',
    'ftp://host/',
    'https://*/',
    'https://*.lms.example/',
    'https://a;sandbox/',
    "https://a'b/",
    'https://a,b/',
    '',
  ])('%s is no address to call', value => {
    expect(parseHttpUrl(value)).toBeNull();
  });
});
