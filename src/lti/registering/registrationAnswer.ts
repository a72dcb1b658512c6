import { z } from 'zod';
import { type OutboundAnswer } from '../http.ts';
import { RegistrationFailedError } from './failure.ts';
import { parseJson } from './platformConfiguration.ts';

/** What the platform has made of our request. */
export interface RegistrationAnswer {
  readonly clientId: string;
  /** Null when the platform deploys the tool in a step of its own. */
  readonly deploymentId: string | null;
}

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(text => text.trim() !== '');
const deployment = id.nullish().catch(null);
const registered = z.object({
  client_id: id,
  deployment_id: deployment,
  'https://purl.imsglobal.org/spec/lti-tool-configuration': z
    .object({ deployment_id: deployment })
    .nullish()
    .catch(null),
});

/**
 * Reads the registration's answer by its text: Moodle answers 200, refuses in plain text sent as text/html, and shows
 * an error page to a token that it does not know.
 *
 * @throws RegistrationFailedError
 */
export function readRegistrationAnswer(answer: OutboundAnswer): RegistrationAnswer {
  const { status } = answer;
  if (status >= 500) throw new RegistrationFailedError('platform-failed', { found: `status ${status}` });
  if (status >= 400) {
    const said = platformWords(answer.text);
    throw new RegistrationFailedError('platform-refused', {
      found: `status ${status}`,
      ...(said === null ? {} : { said }),
    });
  }
  const value = status < 300 ? parseJson(answer.text) : null;
  if (typeof value !== 'object' || value === null) {
    throw new RegistrationFailedError('answer-unreadable', { found: `status ${status}` });
  }
  const parsed = registered.safeParse(value);
  if (!parsed.success) throw new RegistrationFailedError('answer-incomplete', { field: 'client_id' });
  const configuration = parsed.data['https://purl.imsglobal.org/spec/lti-tool-configuration'];
  return {
    clientId: parsed.data.client_id,
    deploymentId: configuration?.deployment_id ?? parsed.data.deployment_id ?? null,
  };
}

const longestWords = 300;

/** The platform's own words, from JSON (OpenID Connect Registration 1.0, section 3.3) or plain text; never its HTML. */
export function platformWords(text: string): string | null {
  const value = parseJson(text) as Record<string, unknown> | null;
  const fields = typeof value === 'object' && value !== null ? value : null;
  const said =
    fields === null
      ? text.includes('<')
        ? ''
        : text
      : ['error_description', 'error', 'message', 'reason']
          .map(name => fields[name])
          .find((one): one is string => typeof one === 'string' && one.trim() !== '');
  const line = (said ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (line === '') return null;
  return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line;
}
