import { type ToolValues } from '../byHand.ts';
import { choose, copy, look, type FormToFill } from './form.ts';

/** Canvas, "How do I configure an LTI key" and "… an external app for an account using a client ID". */
export function canvas({ name, launchUrl }: ToolValues): FormToFill[] {
  const apps = 'Admin → Settings → Apps → View App Configurations';
  return [
    {
      name: 'key',
      place: 'Admin → Developer Keys → + Developer Key → + LTI Key',
      fields: [
        copy('toolName', 'Key Name', name),
        copy('redirect', 'Redirect URIs', launchUrl),
        choose('method', 'Method', 'Paste JSON'),
      ],
    },
    {
      name: 'switchOn',
      place: 'Admin → Developer Keys → Account',
      fields: [choose('enabled', 'State', 'ON')],
    },
    {
      name: 'install',
      place: `${apps} → + App`,
      fields: [
        choose('method', 'Configuration Type', 'By Client ID'),
        look('clientId', 'Client ID', 'Admin → Developer Keys → Details'),
      ],
    },
    {
      name: 'given',
      place: apps,
      fields: [
        look('clientId', 'Client ID', 'Admin → Developer Keys → Details'),
        look('deploymentId', 'Deployment ID', 'Tirek → ⚙ → Deployment Id'),
      ],
    },
  ];
}
