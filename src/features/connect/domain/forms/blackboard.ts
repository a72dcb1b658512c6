import { type ToolValues } from '../byHand.ts';
import { choose, copy, customLines, look, type FieldToFill, type FormName, type FormToFill } from './form.ts';

/** Blackboard Learn SaaS: the developer portal, and "LTI Tool Providers" of the school's own site. */
export function blackboard(tool: ToolValues): FormToFill[] {
  const { name, launchUrl } = tool;
  const providers = 'Admin → Integrations → LTI Tool Providers';
  const placement = (form: FormName, handle: string, type: string, more: FieldToFill[]): FormToFill => ({
    name: form,
    place: `${providers} → Tirek → Manage Placements → Create Placement`,
    fields: [
      copy('label', 'Label', name),
      copy('handle', 'Handle', handle),
      choose('enabled', 'Availability', 'Yes'),
      choose('kind', 'Type', type),
      ...more,
      copy('toolAddress', 'Target Link URI', launchUrl),
    ],
  });
  return [
    {
      name: 'application',
      place: 'developer.blackboard.com → My Applications → Register a REST or LTI application',
      fields: [
        copy('toolName', 'Application Name', name),
        copy('description', 'Description', tool.description),
        copy('domain', 'Domain(s)', new URL(tool.publicUrl).host),
        choose('standard', 'My Integration supports LTI 1.3', 'Yes'),
        copy('login', 'Login Initiation URL', tool.loginUrl),
        copy('redirect', 'Tool Redirect URL(s)', launchUrl),
        copy('keys', 'Tool JWKS URL', tool.keysUrl),
        choose('algorithm', 'Signing Algorithm', 'RS256'),
        copy('copies', 'Custom Parameters', customLines(tool)),
      ],
    },
    {
      name: 'tool',
      place: `${providers} → Register LTI 1.3/Advantage Tool`,
      fields: [
        look('clientId', 'Client ID', 'developer.blackboard.com → Application ID'),
        choose('enabled', 'Tool Status', 'Approved'),
        choose('personFields', 'User Fields to Send', 'Role in Course, Name, Email Address'),
        choose('grades', 'Allow grade service access', 'Yes'),
        choose('members', 'Allow Membership Service Access', 'Yes'),
      ],
    },
    placement('dialogLink', 'tirek-content', 'Deep Linking content tool', []),
    placement('coursePlacement', 'tirek-course', 'Course tool', [
      choose('students', 'Allow student access', 'Yes'),
    ]),
    {
      name: 'given',
      place: `${providers} → Tirek → Edit`,
      fields: [
        look('clientId', 'Client ID', 'developer.blackboard.com → Application ID'),
        look('deploymentId', 'Deployment ID', 'LTI Tool Providers → Tirek → Edit'),
      ],
    },
  ];
}
