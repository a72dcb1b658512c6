import { describe, expect, it } from 'vitest';
import { type PlatformConfiguration } from '../../src/lti/registering/platformConfiguration.ts';
import { offerFor, registrationRequest, toolAddresses } from '../../src/lti/registering/toolDescription.ts';

const word = { name: 'Tirek', description: 'd', place: 'p' };
const platform = (changes: Partial<PlatformConfiguration>): PlatformConfiguration => ({
  issuer: 'https://lms.example',
  authUrl: 'https://lms.example/auth',
  tokenUrl: 'https://lms.example/token',
  jwksUrl: 'https://lms.example/jwks',
  registrationUrl: 'https://lms.example/register',
  tokenAudience: null,
  scopes: [],
  claims: [],
  messages: [],
  productFamily: null,
  ...changes,
});
const tool = (changes: Partial<PlatformConfiguration>) => {
  const words = { kk: word, ru: word, en: word };
  const request = registrationRequest(
    toolAddresses('https://tirek.kz'),
    words,
    platform(changes),
    'https://k',
  );
  return request['https://purl.imsglobal.org/spec/lti-tool-configuration'] as {
    custom_parameters: Record<string, string>;
    messages: { type: string; target_link_uri: string }[];
  };
};

/** LTI Dynamic Registration 1.0, section 3.5. */
describe('what Tirek asks a platform for', () => {
  it('are the variables that tell where a course and a link were copied from', () => {
    expect(Object.values(tool({}).custom_parameters)).toEqual([
      '$Context.id.history',
      '$ResourceLink.id.history',
    ]);
  });

  it('are further messages only where the platform says that it sends them', () => {
    const types = (messages: string[]) => tool({ messages }).messages.map(one => one.type);
    const always = ['LtiResourceLinkRequest', 'LtiDeepLinkingRequest'];
    expect(types([])).toEqual(always);
    const all = [...always, 'LtiSubmissionReviewRequest', 'LtiDataPrivacyLaunchRequest'];
    expect(types([...all, 'LtiStartProctoring'])).toEqual(all);
  });

  it('are notices only where the platform lists their scope', () => {
    const notices = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';
    const score = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    expect(offerFor(platform({})).scopes).not.toContain(notices);
    expect(offerFor(platform({ scopes: [score] })).scopes).toEqual([score]);
    expect(offerFor(platform({ scopes: [score, notices] })).scopes).toEqual([score, notices]);
  });
});
