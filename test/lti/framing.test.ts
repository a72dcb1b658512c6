import { describe, expect, it } from 'vitest';
import { asId } from '../../src/kernel/ids.ts';
import { framingOrigins, launchFrames, pageOrigin } from '../../src/lti/framing.ts';
import { type FrameOrigin, type Registration } from '../../src/lti/registration.ts';

const ours = 'https://tirek.example.kz';

const registration = (changes: Partial<Registration> = {}): Registration => ({
  id: asId<'registration'>('1'.repeat(24)),
  name: 'Moodle',
  issuer: 'https://moodle.example.kz',
  clientId: 'client',
  authUrl: 'https://login.example.kz/mod/lti/auth.php',
  tokenUrl: 'https://moodle.example.kz/token',
  jwksUrl: 'https://moodle.example.kz/certs',
  tokenAudience: null,
  status: 'active',
  deployments: [],
  frames: [],
  kid: 'kid',
  ...changes,
});
const canvas = (frames: FrameOrigin[] = []): Registration =>
  registration({
    issuer: 'https://canvas.instructure.com',
    authUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
    frames,
  });

describe('who may frame the pages of a launch', () => {
  it('no page whose address is a pattern', () => {
    const page = pageOrigin({ origin: 'https://*.moodle.example.kz' }, ours);
    expect([page, launchFrames(registration(), 'https://*.moodle.example.kz').origins]).toEqual([
      null,
      ['https://moodle.example.kz', 'https://login.example.kz'],
    ]);
  });

  it('the platform’s issuer and authorisation origins, and those that were allowed', () => {
    const frames: FrameOrigin[] = [
      { origin: 'https://lms.school.example', status: 'active' },
      { origin: 'https://waits.example', status: 'pending' },
    ];
    expect(framingOrigins([canvas(frames)])).toEqual([
      'https://canvas.instructure.com',
      'https://sso.canvaslms.com',
      'https://lms.school.example',
    ]);
  });

  it.each([['https://moodle.example.kz'], ['https://login.example.kz']])(
    'the login’s page at %s is the platform itself',
    page => {
      const { origins, waiting } = launchFrames(registration(), page);
      expect(origins).toEqual(['https://moodle.example.kz', 'https://login.example.kz']);
      expect(waiting).toBeNull();
    },
  );

  it('the login’s page below the platform’s own host, or at another port of it', () => {
    for (const page of ['https://faculty.moodle.example.kz', 'https://moodle.example.kz:8443']) {
      expect(launchFrames(registration(), page)).toMatchObject({ waiting: null });
      expect(launchFrames(registration(), page).origins).toContain(page);
    }
  });

  it.each([
    ['https://evil.example'],
    ['https://moodle.example.kz.evil.example'],
    ['https://evilmoodle.example.kz'],
    // A neighbour below the same parent may be another school: edu.kz has all of them.
    ['https://other.example.kz'],
    ['https://example.kz'],
  ])('another page does not, and waits for an administrator: %s', page => {
    const { origins, waiting } = launchFrames(registration(), page);
    expect(origins).not.toContain(page);
    expect(waiting).toBe(page);
  });

  it('where schools share an issuer, every new page waits, also below the vendor’s host', () => {
    for (const page of ['https://school.canvas.instructure.com', 'https://canvas.school.example']) {
      const { origins, waiting } = launchFrames(canvas(), page);
      expect(origins).toEqual(['https://canvas.instructure.com', 'https://sso.canvaslms.com']);
      expect(waiting).toBe(page);
    }
  });

  it('a page that is allowed may, and one that waits is not written down again', () => {
    const page = 'https://canvas.school.example';
    const allowed = launchFrames(canvas([{ origin: page, status: 'active' }]), page);
    expect(allowed.origins).toContain(page);
    const pending = launchFrames(canvas([{ origin: page, status: 'pending' }]), page);
    expect(pending).toEqual({ origins: framingOrigins([canvas()]), waiting: null });
  });

  it('a page without https neither frames nor waits', () => {
    expect(launchFrames(registration(), 'http://evil.example')).toMatchObject({ waiting: null });
    expect(launchFrames(registration(), 'http://evil.example').origins).not.toContain('http://evil.example');
  });
});

describe('the page that a login came from', () => {
  it('is the origin of the form, else that of the referrer', () => {
    expect(pageOrigin({ origin: 'https://a.example', referer: 'https://b.example/x' }, ours)).toBe(
      'https://a.example',
    );
    expect(pageOrigin({ origin: 'null', referer: 'https://b.example/x?y' }, ours)).toBe('https://b.example');
    expect(pageOrigin({ referer: 'https://b.example/' }, ours)).toBe('https://b.example');
  });

  it('is unknown where there is neither, or it is our own', () => {
    expect(pageOrigin({}, ours)).toBeNull();
    expect(pageOrigin({ origin: 'null' }, ours)).toBeNull();
    expect(pageOrigin({ origin: ours }, ours)).toBeNull();
    expect(pageOrigin({ origin: ['https://a.example', 'https://b.example'] }, ours)).toBeNull();
  });

  it.each([
    ["https://a.example; script-src 'unsafe-inline'"],
    ['https://a.example\nX: y'],
    ['javascript:alert(1)'],
    ['*'],
  ])('brings no more into the header than an origin: %j', value => {
    const found = pageOrigin({ origin: value }, ours);
    expect(found === null || /^https:\/\/[a-z.]+$/.test(found)).toBe(true);
  });
});
