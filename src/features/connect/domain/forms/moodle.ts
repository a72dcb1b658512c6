import { type ToolValues } from '../byHand.ts';
import { choose, copy, customLines, look, type FieldToFill, type FormToFill } from './form.ts';

/** What Moodle gives to a tool: it gives nothing unless it is told to. */
const services: readonly FieldToFill[] = [
  choose(
    'grades',
    'IMS LTI Assignment and Grade Services',
    'Use this service for grade sync and column management',
  ),
  choose(
    'members',
    'IMS LTI Names and Role Provisioning',
    'Use this service to retrieve members’ information as per privacy settings',
  ),
  choose('personName', "Share launcher's name with tool", 'Always'),
  choose('personEmail', "Share launcher's email with tool", 'Always'),
  choose('grades', 'Accept grades from the tool', 'Always'),
];

/** Moodle 4.1, "Configure a tool manually": the labels of mod_lti. */
export function moodle(tool: ToolValues): FormToFill[] {
  const { name, launchUrl, loginUrl, keysUrl } = tool;
  return [
    {
      name: 'tool',
      place: 'Site administration → Plugins → External tool → Manage tools → Configure a tool manually',
      fields: [
        copy('toolName', 'Tool name', name),
        copy('toolAddress', 'Tool URL', launchUrl),
        choose('standard', 'LTI version', 'LTI 1.3'),
        choose('keyKind', 'Public key type', 'Keyset URL'),
        copy('keys', 'Public keyset', keysUrl),
        copy('login', 'Initiate login URL', loginUrl),
        copy('redirect', 'Redirection URI(s)', launchUrl),
        copy('copies', 'Custom parameters', customLines(tool)),
        choose('visible', 'Tool configuration usage', 'Show in activity chooser and as a preconfigured tool'),
        choose('dialog', 'Supports Deep Linking (Content-Item Message)', 'Yes'),
        copy('dialog', 'Content Selection URL', launchUrl),
        ...services,
      ],
    },
    {
      name: 'given',
      place: 'Manage tools → Tirek → View configuration details',
      fields: [
        look('clientId', 'Client ID', 'View configuration details'),
        look('deploymentId', 'Deployment ID', 'View configuration details'),
      ],
    },
  ];
}
