import { z } from 'zod';
import { type RegistrationValues } from '../../lti/index.ts';
import { addressesOf, type System, systems } from './domain/byHand.ts';

const text = z.string().trim().max(2_000).optional().default('');

/** What an administrator types of what the LMS has given; unknown fields are passed over. */
export const byHandForm = z.object({
  system: z.enum(systems),
  name: text,
  site: text,
  issuer: text,
  clientId: text,
  deploymentId: text,
  authUrl: text,
  tokenUrl: text,
  jwksUrl: text,
  tokenAudience: text,
});
export type ByHandForm = z.infer<typeof byHandForm>;

export type ByHandField = Exclude<keyof ByHandForm, 'system'>;
export type ByHandError = 'required' | 'address' | 'length';
export type ByHandErrors = Partial<Record<ByHandField, ByHandError>>;

export const emptyForm = (system: System): ByHandForm => byHandForm.parse({ system });

/** The registration that the form means: addresses that were left empty come from the kind of LMS and its site. Pure. */
export function readByHand(
  form: ByHandForm,
):
  | { readonly values: RegistrationValues; readonly deploymentIds: string[] }
  | { readonly errors: ByHandErrors } {
  const errors: ByHandErrors = {};
  for (const field of ['name', 'clientId'] as const) if (form[field] === '') errors[field] = 'required';
  for (const field of ['name', 'clientId', 'deploymentId'] as const) {
    if (form[field].length > 255) errors[field] = 'length';
  }
  for (const field of ['site', 'issuer', 'authUrl', 'tokenUrl', 'jwksUrl'] as const) {
    if (form[field] !== '' && !isAddress(form[field])) errors[field] = 'address';
  }
  const site = form.site === '' || errors.site !== undefined ? null : form.site;
  const derived = addressesOf(form.system, site, form.clientId);
  const filled = (field: 'issuer' | 'authUrl' | 'tokenUrl' | 'jwksUrl'): string => {
    const value = form[field] === '' ? (derived[field] ?? '') : form[field];
    if (value === '' && errors[field] === undefined) errors[field] = 'required';
    return value;
  };
  const values: RegistrationValues = {
    name: form.name,
    clientId: form.clientId,
    issuer: filled('issuer'),
    authUrl: filled('authUrl'),
    tokenUrl: filled('tokenUrl'),
    jwksUrl: filled('jwksUrl'),
    tokenAudience: form.tokenAudience === '' ? derived.tokenAudience : form.tokenAudience,
  };
  if (Object.keys(errors).length > 0) return { errors };
  return { values, deploymentIds: form.deploymentId === '' ? [] : [form.deploymentId] };
}

function isAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && !/\s/.test(value);
}
