import { LtiRefusalError } from './refusal.ts';

/** Fields of a form or a query as they came: a field that was given twice is a list. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Anything that a body parser may have left, as fields. */
export function asParameters(value: unknown): Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parameters) : {};
}

/**
 * @returns the field, or null when it is not there
 * @throws LtiRefusalError when it was given twice or is no text (RFC 6749, section 3.1: never more than once)
 */
export function optionalText(parameters: Parameters, name: string): string | null {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw new LtiRefusalError('parameter-repeated', {
    value: name,
    found: 'several values',
    expected: 'one text',
  });
}

/** @throws LtiRefusalError when the field is missing, blank, given twice or no text */
export function requiredText(parameters: Parameters, name: string): string {
  const value = optionalText(parameters, name);
  if (value !== null && value.trim() !== '') return value;
  const found = value === null ? 'nothing' : 'blank';
  throw new LtiRefusalError('parameter-missing', { value: name, found, expected: 'a text' });
}
