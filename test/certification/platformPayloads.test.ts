import { describe, expect, it } from 'vitest';
import { claim, membership } from '../lti/support/browser.ts';
import { expectAccepted, startedPair } from './setup.ts';

const pair = startedPair();
const institution = (name: string) => `http://purl.imsglobal.org/vocab/lis/v2/institution/person#${name}`;
const scope = (name: string) => `https://purl.imsglobal.org/spec/lti-ags/scope/${name}`;
const nothing = { errors: { errors: {} }, validation_context: null };

/** What each platform sends by its own documentation and sources, besides what all of them send. */
const canvas = {
  azp: 'client',
  locale: 'en',
  picture: 'https://canvas.example.edu/images/messages/avatar-50.png',
  ...nothing,
  [claim.context]: {
    id: '4dde05e8ca1973bcca9bffc13e1548820eee93a3',
    label: 'CM-301',
    title: 'Case management',
    type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
    ...nothing,
  },
  [claim.resourceLink]: { id: 'a0b1', description: null, title: null, ...nothing },
  [claim.custom]: {
    canvas_course_id: 12,
    canvas_account: null,
    permissions: '$Canvas.membership.permissions',
  },
  [claim.lis]: { person_sourcedid: null, course_offering_sourcedid: null, ...nothing },
  [claim.launchPresentation]: {
    document_target: 'iframe',
    return_url: 'https://canvas.example.edu/courses/1/external_content/success/external_tool_redirect',
    locale: 'en',
    height: null,
    width: null,
    ...nothing,
  },
  [claim.toolPlatform]: {
    guid: 'x:canvas-lms',
    name: null,
    version: 'cloud',
    product_family_code: 'canvas',
    ...nothing,
  },
  [claim.ags]: {
    scope: [scope('lineitem'), scope('score')],
    lineitems: 'https://canvas.example.edu/api/lti/courses/1/line_items',
    ...nothing,
  },
  [claim.nrps]: {
    context_memberships_url: 'https://canvas.example.edu/api/lti/courses/1/names_and_roles',
    service_versions: ['2.0'],
    ...nothing,
  },
  'https://purl.imsglobal.org/spec/lti/claim/lti11_legacy_user_id': 'a1',
  'https://purl.imsglobal.org/spec/lti/claim/lti1p1': { user_id: 'a1', ...nothing },
  'https://www.instructure.com/placement': 'assignment_selection',
};

describe('a launch comes in as it is sent by', () => {
  it('Canvas: nulls, empty errors and a placement of its own; a test student is a learner', async () => {
    const roles = [
      institution('Student'),
      membership('Learner'),
      'http://purl.imsglobal.org/vocab/lis/v2/system/person#User',
      'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
    ];
    const entered = await expectAccepted(pair, { claims: { ...canvas, [claim.roles]: roles } });
    expect(entered).toMatchObject({
      role: 'learner',
      productFamily: 'canvas',
      custom: { canvas_course_id: '12' },
      resourceLink: { title: null },
      person: { sourcedId: null },
    });
    expect(entered.ags?.lineItemUrl).toBeNull();
  });

  it('Blackboard: one issuer, nulls in names, and its own claims in between', async () => {
    const entered = await expectAccepted(pair, {
      claims: {
        azp: 'client',
        locale: 'en_US',
        middle_name: null,
        given_name: null,
        jti: 'e3f0a8f1',
        [claim.roles]: [membership('Instructor'), institution('Faculty')],
        [claim.deploymentId]: '1',
        [claim.launchPresentation]: {
          locale: 'en-US',
          document_target: 'window',
          return_url: 'https://bb.example.edu/webapps/blackboard/execute/blti/launchReturn?course_id=_1_1',
        },
        [claim.toolPlatform]: {
          guid: 'g',
          contact_email: null,
          description: null,
          name: 'Blackboard, Inc.',
          url: 'https://bb.example.edu/',
          product_family_code: 'BlackboardLearn',
          version: '3900.0.0',
        },
        [claim.lis]: { course_section_sourcedid: 'CM', person_sourcedid: null },
        [claim.roleScopeMentor]: null,
        'https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome': null,
        'https://blackboard.com/lti/claim/one_time_session_token': '1_2_3',
      },
    });
    expect(entered).toMatchObject({ role: 'instructor', locale: 'en-US', person: { givenName: null } });
  });

  it('Brightspace: an audience of one in a list, roles of several vocabularies, an object of its own', async () => {
    const entered = await expectAccepted(pair, {
      claims: {
        aud: ['client'],
        azp: 'client',
        nbf: Math.floor(pair.tool.now().getTime() / 1000),
        [claim.roles]: [
          institution('Instructor'),
          'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
          'urn:lti:instrole:ims/lis/Instructor',
        ],
        [claim.roleScopeMentor]: [],
        'http://www.brightspace.com': {
          tenant_id: 'b9',
          org_defined_id: '7',
          user_id: 4,
          username: 'a',
          Locale: 'kk-KZ',
        },
      },
    });
    expect(entered).toMatchObject({ role: 'instructor', mentored: [] });
  });

  it('Sakai: numbers beside texts, a style sheet, and no e-mail', async () => {
    const entered = await expectAccepted(pair, {
      claims: {
        email: undefined,
        locale: 'kk_KZ',
        [claim.launchPresentation]: {
          document_target: 'iframe',
          css_url: 'https://sakai.example.edu/tool.css',
          locale: 'kk_KZ',
          width: 800,
        },
        [claim.lis]: { person_sourcedid: 'a', version: ['1.0.0', '2.0.0'] },
        'https://www.sakailms.org/spec/lti/claim/extension': { sakai_launch_code: 'x', sakai_eid: 'a' },
      },
    });
    expect(entered).toMatchObject({ person: { email: null }, locale: 'kk_KZ' });
  });

  it('Open edX: no names, long keys for ids, institution roles beside the course’s', async () => {
    const entered = await expectAccepted(pair, {
      claims: {
        name: undefined,
        given_name: undefined,
        family_name: undefined,
        email: undefined,
        [claim.context]: {
          id: 'course-v1:KazNU+CM301+2026',
          type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering'],
        },
        [claim.resourceLink]: { id: 'block-v1:KazNU+CM301+2026+type@lti_consumer+block@5f' },
        [claim.roles]: [institution('Student'), membership('Learner')],
        [claim.custom]: {},
      },
    });
    expect(entered).toMatchObject({
      role: 'learner',
      context: { id: 'course-v1:KazNU+CM301+2026', title: null },
    });
  });

  it('platforms in PHP, which write a map without entries as an empty list', async () => {
    const empty = [
      claim.custom,
      claim.lis,
      claim.launchPresentation,
      claim.toolPlatform,
      claim.ags,
      claim.nrps,
    ];
    const claims = Object.fromEntries(empty.map(name => [name, []]));
    expect(await expectAccepted(pair, { claims })).toMatchObject({
      custom: {},
      ags: null,
      nrpsUrl: null,
      locale: null,
    });
  });
});
