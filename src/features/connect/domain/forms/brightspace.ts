import { type ToolValues } from '../byHand.ts';
import { choose, copy, customLines, look, type FormToFill } from './form.ts';

/** Brightspace, "Tool Registration, Deployment, and Links" and "Security Settings for LTI Advantage (1.3)". */
export function brightspace(tool: ToolValues): FormToFill[] {
  const { name, launchUrl } = tool;
  const deployments = 'Admin Tools → External Learning Tools → LTI Advantage';
  const extensions = choose(
    'services',
    'Extensions',
    'Assignment and Grade Services, Deep Linking, Names and Role Provisioning Services',
  );
  return [
    {
      name: 'tool',
      place: 'Admin Tools → Manage Extensibility → LTI Advantage → Register Tool → Standard',
      fields: [
        copy('toolName', 'Name', name),
        copy('domain', 'Domain', tool.publicUrl),
        copy('redirect', 'Redirect URLs', launchUrl),
        copy('login', 'OpenID Connect Login URL', tool.loginUrl),
        copy('toolAddress', 'Target Link URI', launchUrl),
        copy('keys', 'Keyset URL', tool.keysUrl),
        extensions,
        choose('administrator', 'Roles', 'Send Institution Role'),
        copy('copies', 'Substitution Parameters', customLines(tool)),
      ],
    },
    {
      name: 'deployment',
      place: `${deployments} → New Deployment`,
      fields: [
        choose('toolName', 'Tool', name),
        copy('label', 'Name', name),
        extensions,
        choose('named', 'Security Settings: Anonymous', 'No'),
        choose('course', 'Security Settings: Org Unit Information', 'Yes'),
        choose('personFields', 'Security Settings: User Information', 'Name, Email, User ID'),
        choose('link', 'Security Settings: Link Information', 'Yes'),
        choose(
          'members',
          'Security Settings: Classlist',
          'Classlist including users not known to this deployment',
        ),
        choose('grades', 'Configuration Settings', 'Grades created from LTI will be included in Final Grade'),
        choose('courses', 'Make tool available to', 'Add Org Units'),
      ],
    },
    {
      name: 'dialogLink',
      place: `${deployments} → Tirek → View Links → New Link`,
      fields: [
        copy('label', 'Name', name),
        copy('toolAddress', 'URL', launchUrl),
        choose('kind', 'Type', 'Deep Linking Quicklink'),
        choose('enabled', 'Enabled', 'Yes'),
      ],
    },
    {
      name: 'given',
      place: 'Manage Extensibility → LTI Advantage → Tirek',
      fields: [
        look('clientId', 'Client Id', 'Brightspace Registration Details'),
        look('deploymentId', 'Deployment Id', `${deployments} → Tirek`),
      ],
    },
  ];
}
