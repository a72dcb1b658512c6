import { describe, expect, it } from 'vitest';
import { catalogueOf, languages } from '../../../src/i18n/index.ts';
import { type System, systems, type ToolValues } from '../../../src/features/connect/domain/byHand.ts';
import { formsFor } from '../../../src/features/connect/domain/forms.ts';

const tool: ToolValues = {
  name: 'Tirek',
  description: 'd',
  publicUrl: 'https://tirek.example.kz',
  loginUrl: 'https://tirek.example.kz/lti/login',
  launchUrl: 'https://tirek.example.kz/lti/launch',
  keysUrl: 'https://tirek.example.kz/lti/keys',
  iconUrl: 'https://tirek.example.kz/icon.svg',
  scopes: [],
  noticeScope: '',
  variables: { context_id_history: '$Context.id.history' },
};

/** The forms of an LMS as an administrator reads them: "form: field = value". */
const linesOf = (system: System): string[] =>
  formsFor(system, tool).flatMap(({ name, fields }) =>
    fields.map(({ field, value }) => `${name}: ${field} = ${value}`),
  );

const { launchUrl, loginUrl, keysUrl } = tool;
const history = 'context_id_history=$Context.id.history';

/** What each LMS keeps from a tool until its own form says otherwise. */
const needed: Record<System, readonly string[]> = {
  moodle: [
    `tool: Tool URL = ${launchUrl}`,
    `tool: Public keyset = ${keysUrl}`,
    `tool: Initiate login URL = ${loginUrl}`,
    `tool: Redirection URI(s) = ${launchUrl}`,
    `tool: Custom parameters = ${history}`,
    'tool: Tool configuration usage = Show in activity chooser and as a preconfigured tool',
    "tool: Share launcher's name with tool = Always",
    "tool: Share launcher's email with tool = Always",
    'tool: Accept grades from the tool = Always',
  ],
  canvas: [
    `key: Redirect URIs = ${launchUrl}`,
    'key: Method = Paste JSON',
    'switchOn: State = ON',
    'install: Configuration Type = By Client ID',
    'install: Client ID = Admin → Developer Keys → Details',
    'given: Deployment ID = Tirek → ⚙ → Deployment Id',
  ],
  blackboard: [
    `application: Login Initiation URL = ${loginUrl}`,
    `application: Tool Redirect URL(s) = ${launchUrl}`,
    `application: Tool JWKS URL = ${keysUrl}`,
    'tool: Tool Status = Approved',
    'tool: User Fields to Send = Role in Course, Name, Email Address',
    'tool: Allow grade service access = Yes',
    'tool: Allow Membership Service Access = Yes',
    'dialogLink: Type = Deep Linking content tool',
    'dialogLink: Handle = tirek-content',
    `dialogLink: Target Link URI = ${launchUrl}`,
    'coursePlacement: Type = Course tool',
    'coursePlacement: Handle = tirek-course',
    'coursePlacement: Allow student access = Yes',
  ],
  brightspace: [
    `tool: OpenID Connect Login URL = ${loginUrl}`,
    `tool: Keyset URL = ${keysUrl}`,
    `tool: Substitution Parameters = ${history}`,
    'deployment: Extensions = Assignment and Grade Services, Deep Linking, Names and Role Provisioning Services',
    'deployment: Security Settings: Anonymous = No',
    'deployment: Security Settings: Org Unit Information = Yes',
    'deployment: Security Settings: User Information = Name, Email, User ID',
    'deployment: Security Settings: Link Information = Yes',
    'deployment: Security Settings: Classlist = Classlist including users not known to this deployment',
    'deployment: Configuration Settings = Grades created from LTI will be included in Final Grade',
    'deployment: Make tool available to = Add Org Units',
    'dialogLink: Type = Deep Linking Quicklink',
  ],
  sakai: [
    `tool: Launch URL (1.1) / Target Link URI (1.3) = ${launchUrl}`,
    'tool: Send User Names to External Tool = Yes',
    'tool: Send Email Addresses to External Tool = Yes',
    'tool: Allow External Tool to return grades = Yes',
    'tool: Allow External Tool to create grade columns = Yes',
    'tool: Provide Roster to External Tool = Yes',
    'tool: The tool URL supports a "resource picker" experience with one or more tools (Deep Link launch) = Yes',
    `tool: LTI 1.3 Tool Keyset / JWK URL = ${keysUrl}`,
  ],
};

describe.each(systems)('the forms of %s', system => {
  it('have what it keeps from a tool otherwise', () => {
    expect(linesOf(system)).toEqual(expect.arrayContaining([...needed[system]]));
  });

  it('end with where it shows client id and deployment id', () => {
    const last = formsFor(system, tool).at(-1);
    expect(last?.name).toBe('given');
    expect(last?.fields.map(({ purpose }) => purpose)).toEqual(
      expect.arrayContaining(['clientId', 'deploymentId']),
    );
    expect(last?.fields.every(({ kind }) => kind === 'look')).toBe(true);
  });

  it('have a title, a place and a word for each field, and no name twice', () => {
    const forms = formsFor(system, tool);
    expect(new Set(forms.map(({ name }) => name)).size).toBe(forms.length);
    for (const lang of languages) {
      const words = catalogueOf(lang).connect.byHand;
      for (const { name, place, fields } of forms) {
        expect([words.forms[name], place]).not.toContain('');
        for (const { purpose, field } of fields) expect(words.purposes[purpose], field).toMatch(/\p{L}/u);
      }
    }
  });
});
