import { describe, expect, it } from 'vitest';
import { claim, launch } from '../lti/support/browser.ts';
import { launchUrl } from '../lti/support/testTool.ts';
import { expectAccepted, expectRefused, startedPair } from './setup.ts';

const pair = startedPair();
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';
const forUser = 'https://purl.imsglobal.org/spec/lti/claim/for_user';
const settings = {
  deep_link_return_url: 'https://lms.example.kz/return?course=2&sesskey=x',
  accept_types: ['ltiResourceLink', 'link'],
  accept_presentation_document_targets: ['iframe', 'window'],
};
const dialog = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  [claim.messageType]: 'LtiDeepLinkingRequest',
  [claim.resourceLink]: undefined,
  [deepLinking]: settings,
  ...changes,
});

/** Deep Linking 2.0, section 4.4. */
describe('a deep linking request', () => {
  it('is accepted without a resource link, and its settings are read', async () => {
    const data = ' {"csrf": "a b"}\n';
    const { message, resourceLink } = await expectAccepted(pair, {
      claims: dialog({
        [deepLinking]: { ...settings, data, accept_multiple: 'true', accept_lineitem: false },
      }),
    });
    expect(resourceLink).toBeNull();
    expect(message).toEqual({
      type: 'LtiDeepLinkingRequest',
      settings: {
        returnUrl: settings.deep_link_return_url,
        acceptTypes: settings.accept_types,
        documentTargets: settings.accept_presentation_document_targets,
        acceptMultiple: true,
        acceptLineItem: false,
        // "the Tool MUST return this value unaltered" (section 4.4.1): also its white space.
        data,
      },
    });
  });

  it('takes one item where the platform does not say that it takes several, as Moodle’s request without data', async () => {
    const { message } = await expectAccepted(pair, { claims: dialog() });
    expect(message).toMatchObject({ settings: { acceptMultiple: false, acceptLineItem: null, data: null } });
  });

  it('may leave out target_link_uri, as the example of section 4.4 does, but not name another one', async () => {
    const { targetLinkUri } = await expectAccepted(pair, {
      claims: dialog({ [claim.targetLinkUri]: undefined }),
    });
    expect(targetLinkUri).toBe(launchUrl);
    await expectRefused(
      pair,
      { claims: dialog({ [claim.targetLinkUri]: `${launchUrl}/other` }) },
      'target-changed',
    );
  });

  it.each([
    ['no settings', undefined],
    ['no return address', { ...settings, deep_link_return_url: undefined }],
    ['a return address that is a script', { ...settings, deep_link_return_url: 'javascript:alert(1)' }],
  ])('is refused with %s: "deep_link_return_url: Required"', (_, value) =>
    expectRefused(pair, { claims: dialog({ [deepLinking]: value }) }, 'claim-missing'),
  );

  it('is refused with settings of other types', () =>
    expectRefused(
      pair,
      { claims: dialog({ [deepLinking]: { ...settings, accept_types: 'ltiResourceLink' } }) },
      'claim-type',
    ));

  it('needs roles, a person and a deployment like every launch', async () => {
    await expectRefused(pair, { claims: dialog({ [claim.roles]: undefined }) }, 'roles-missing');
    await expectRefused(pair, { claims: dialog({ sub: undefined }) }, 'subject-missing');
    await expectRefused(pair, { claims: dialog({ [claim.deploymentId]: undefined }) }, 'claim-missing');
  });
});

/** Submission Review 1.0, section 3. */
describe('a submission review', () => {
  const review = (changes: Record<string, unknown>): Record<string, unknown> => ({
    [claim.messageType]: 'LtiSubmissionReviewRequest',
    [claim.resourceLink]: undefined,
    ...changes,
  });

  it('names the student and the line item; the resource link may be left out', async () => {
    const lineitem = `${pair.platform.url}/2/lineitems/3/lineitem?type_id=1`;
    const entered = await expectAccepted(pair, {
      claims: review({ [forUser]: { user_id: '4' }, [claim.ags]: { scope: [], lineitem } }),
    });
    expect(entered).toMatchObject({
      message: { type: 'LtiSubmissionReviewRequest', forUserId: '4' },
      ags: { lineItemUrl: lineitem },
      resourceLink: null,
    });
  });

  it.each([[undefined], [{}], [{ user_id: ' ' }]])(
    'is refused without a student: "for_user … user_id: Required": %j',
    value => expectRefused(pair, { claims: review({ [forUser]: value }) }, 'claim-missing'),
  );

  it('is refused with an id that is too long', () =>
    expectRefused(pair, { claims: review({ [forUser]: { user_id: 'x'.repeat(256) } }) }, 'id-length'));
});

describe('a data-privacy launch', () => {
  const privacy = { [claim.messageType]: 'LtiDataPrivacyLaunchRequest', [claim.resourceLink]: undefined };

  it('is accepted without roles, link and target', async () => {
    const { message } = await expectAccepted(pair, {
      claims: { ...privacy, [claim.roles]: undefined, [claim.targetLinkUri]: undefined },
    });
    expect(message).toEqual({ type: 'LtiDataPrivacyLaunchRequest' });
  });

  it('makes no session without a course', async () => {
    const before = await pair.tool.sessionCount();
    const answer = await launch(pair.tool, pair.platform, {
      claims: { ...privacy, [claim.context]: undefined },
    });
    expect(answer.status).toBe(200);
    expect(await pair.tool.sessionCount()).toBe(before);
  });
});
