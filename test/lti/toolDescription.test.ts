import { describe, expect, it } from 'vitest';
import { canvasConfiguration } from '../../src/features/connect/domain/byHand.ts';
import { type PlatformConfiguration } from '../../src/lti/registering/platformConfiguration.ts';
import { offerFor, registrationRequest, toolAddresses } from '../../src/lti/registering/toolDescription.ts';

const addresses = toolAddresses('https://tirek.kz');
const word = { name: 'Tirek', description: 'd', place: 'p' };
const platform = (changes: Partial<PlatformConfiguration>): PlatformConfiguration => ({
  url: 'https://lms.example/configuration',
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
  const request = registrationRequest(addresses, words, platform(changes), 'https://k');
  return request['https://purl.imsglobal.org/spec/lti-tool-configuration'] as {
    custom_parameters: Record<string, string>;
    messages: { type: string; target_link_uri: string; placements?: string[] }[];
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
    const types = (listed: string[]) =>
      tool({ messages: listed.map(type => ({ type, placements: [] })) }).messages.map(one => one.type);
    const always = ['LtiResourceLinkRequest', 'LtiDeepLinkingRequest'];
    expect(types([])).toEqual(always);
    const all = [...always, 'LtiSubmissionReviewRequest', 'LtiDataPrivacyLaunchRequest'];
    expect(types([...all, 'LtiStartProctoring'])).toEqual(all);
    expect(types(['LtiResourceLinkRequest'])).toEqual(['LtiResourceLinkRequest']);
  });

  it('are notices only where the platform lists their scope', () => {
    const notices = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';
    const score = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
    expect(offerFor(addresses, platform({})).scopes).not.toContain(notices);
    expect(offerFor(addresses, platform({ scopes: [score] })).scopes).toEqual([score]);
    expect(offerFor(addresses, platform({ scopes: [score, notices] })).scopes).toEqual([score, notices]);
  });
});

const canvas = (name: string) => `https://canvas.instructure.com/lti/${name}`;

/** LTI Dynamic Registration 1.0, section 3.5; Canvas, "Registering an LTI Tool". */
describe('where the links of Tirek shall stand', () => {
  const listed = (resourceLink: string[], deepLinking: string[]) => [
    { type: 'LtiResourceLinkRequest', placements: resourceLink },
    { type: 'LtiDeepLinkingRequest', placements: deepLinking },
  ];
  const placements = (changes: Partial<PlatformConfiguration>) =>
    tool(changes).messages.map(one => one.placements ?? null);

  it.each([
    ['Moodle', { productFamily: 'moodle', messages: listed([], ['ContentArea']) }, [null, ['ContentArea']]],
    [
      'Sakai, which lists messages alone',
      { productFamily: 'sakai', messages: listed([], []) },
      [null, ['ContentArea']],
    ],
    ['a platform that says nothing', {}, [null, ['ContentArea']]],
    ['a platform that has an editor alone', { messages: listed([], ['RichTextEditor']) }, [null, null]],
    [
      'Canvas',
      {
        productFamily: 'canvas',
        messages: listed(
          [canvas('account_navigation'), canvas('course_navigation'), 'ContentArea'],
          [canvas('assignment_selection'), canvas('link_selection'), 'ContentArea', 'RichTextEditor'],
        ),
      },
      [[canvas('course_navigation')], ['ContentArea', canvas('assignment_selection')]],
    ],
    [
      'Canvas by its older names',
      {
        productFamily: 'canvas',
        messages: listed(['course_navigation', 'link_selection'], ['assignment_selection', 'link_selection']),
      },
      [['course_navigation'], ['link_selection', 'assignment_selection']],
    ],
    [
      'Canvas that lists nothing',
      { productFamily: 'Canvas' },
      [[canvas('course_navigation')], ['ContentArea', canvas('assignment_selection')]],
    ],
    [
      'Canvas without assignments of tools',
      { productFamily: 'canvas', messages: listed([canvas('course_navigation')], ['ContentArea']) },
      [[canvas('course_navigation')], ['ContentArea']],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(placements(changes)).toEqual(expected);
  });

  it('is never one place for two messages, of which Canvas would keep one', () => {
    const all = placements({ productFamily: 'canvas' }).flatMap(one => one ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is what a Canvas key made by hand has', () => {
    const { extensions } = canvasConfiguration({
      ...addresses,
      ...word,
      scopes: [],
      noticeScope: '',
      variables: {},
    }) as { extensions: { settings: { placements: { placement: string; message_type: string }[] } }[] };
    const byHand = extensions[0]?.settings.placements.map(one => [one.message_type, one.placement]);
    const dynamic = tool({ productFamily: 'canvas' }).messages.flatMap(({ type, placements = [] }) =>
      placements.map(name => [
        type,
        name === 'ContentArea' ? 'link_selection' : name.replace(canvas(''), ''),
      ]),
    );
    expect(dynamic).toEqual(byHand);
  });
});
