import { type ToolValues } from '../byHand.ts';
import { choose, copy, customLines, look, type FormToFill, type Purpose } from './form.ts';

/** Sakai 22 and later: the labels of lti-impl's ltiservice.properties. */
export function sakai(tool: ToolValues): FormToFill[] {
  const { name, launchUrl } = tool;
  const yes = (purpose: Purpose, field: string) => choose(purpose, field, 'Yes');
  const answer = (field: string) => look('answers', field, 'External Tools → Tirek');
  return [
    {
      name: 'tool',
      place: 'Administration Workspace → External Tools → Install LTI 1.x Tool',
      fields: [
        copy('toolName', 'Tool Title', name),
        copy('toolAddress', 'Launch URL (1.1) / Target Link URI (1.3)', launchUrl),
        yes('personName', 'Send User Names to External Tool'),
        yes('personEmail', 'Send Email Addresses to External Tool'),
        yes('grades', 'Allow External Tool to return grades'),
        yes('grades', 'Allow External Tool to create grade columns'),
        yes('members', 'Provide Roster to External Tool'),
        yes('link', 'The tool URL supports a single LTI tool (Resource Link launch)'),
        yes(
          'dialog',
          'The tool URL supports a "resource picker" experience with one or more tools (Deep Link launch)',
        ),
        yes('places', 'Allow the tool to be one of the assignment types'),
        yes('places', 'Allow the tool to be selected from Lessons'),
        yes('places', 'Allow the tool to be placed in site-level navigation'),
        copy('copies', 'Custom Parameters', customLines(tool)),
        yes('standard', 'Tool supports LTI 1.3'),
        copy('login', 'LTI 1.3 Tool OpenID Connect/Initialization Endpoint', tool.loginUrl),
        copy('redirect', 'LTI 1.3 Tool Redirect Endpoint(s)', launchUrl),
        copy('keys', 'LTI 1.3 Tool Keyset / JWK URL', tool.keysUrl),
      ],
    },
    {
      name: 'given',
      place: 'Administration Workspace → External Tools → Tirek',
      fields: [
        look('clientId', 'LTI 1.3 Client ID', 'External Tools → Tirek'),
        look('deploymentId', 'LTI 1.3 Deployment Id', 'External Tools → Tirek'),
        answer('LTI 1.3 Platform Issuer'),
        answer('LTI 1.3 LMS OIDC Endpoint URL'),
        answer('LTI 1.3 LMS OAuth Token URL'),
        answer('LTI 1.3 LMS Keyset URL'),
      ],
    },
  ];
}
