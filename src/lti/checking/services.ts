import { type Registration } from '../registration.ts';
import { type AgsService, agsScopes, type AgsTarget } from '../services/ags.ts';
import { nrpsScope, type NrpsService, type NrpsTarget } from '../services/nrps.ts';
import { type ServiceFailure } from '../services/result.ts';
import { type CheckName, type CheckStep, outcomesOf } from './step.ts';

/** The services of a course that was opened from the platform; null before the first launch. */
export type KnownCourse = Omit<AgsTarget & NrpsTarget, 'registrationId'>;

export interface ServiceCheckParts {
  readonly ags: AgsService;
  readonly nrps: NrpsService;
}

interface Checked {
  readonly registration: Registration;
  /** Null without a token. */
  readonly scopes: readonly string[] | null;
  readonly course: KnownCourse | null;
}

/** Reads the members of a known course. */
export async function checkMembers({ nrps }: ServiceCheckParts, checked: Checked): Promise<CheckStep> {
  const { registration, course } = checked;
  const { ok, unknown } = outcomesOf('names-and-roles', registration.name);
  const early = beforeCalling('names-and-roles', checked, [nrpsScope]);
  if (early !== null || course === null) return early ?? unknown('no-course-yet');
  const listed = await nrps.listMembers({ ...course, registrationId: registration.id });
  return listed.kind === 'done'
    ? ok('members-read', { count: listed.value.length })
    : failedStep('names-and-roles', registration, listed);
}

/** Reads the columns of a known course; writes nothing. */
export async function checkGrades({ ags }: ServiceCheckParts, checked: Checked): Promise<CheckStep> {
  const { registration, course } = checked;
  const { ok, unknown } = outcomesOf('grades', registration.name);
  const needed = [agsScopes.lineItem, agsScopes.score, agsScopes.resultReadonly];
  const early = beforeCalling('grades', checked, needed);
  if (early !== null || course === null) return early ?? unknown('no-course-yet');
  const listed = await ags.listLineItems({ ...course, registrationId: registration.id });
  return listed.kind === 'done'
    ? ok('columns-read', { count: listed.value.length })
    : failedStep('grades', registration, listed);
}

/** What is known without calling the service. */
function beforeCalling(
  name: CheckName,
  { registration, scopes }: Checked,
  needed: readonly string[],
): CheckStep | null {
  const { failed, unknown } = outcomesOf(name, registration.name);
  if (scopes === null) return unknown('token-needed');
  const missing = needed
    .filter(scope => !scopes.includes(scope))
    .map(scope => scope.split('/').at(-1) ?? scope);
  return missing.length > 0 ? failed('scope-missing', { scopes: missing.join(', ') }) : null;
}

function failedStep(name: CheckName, registration: Registration, failure: ServiceFailure): CheckStep {
  const { failed, unknown } = outcomesOf(name, registration.name);
  const said = failure.detail;
  switch (failure.kind) {
    case 'not-offered':
      return failed('not-offered');
    case 'not-allowed':
      // A registration that waits or is disabled is not called; the step about launches says so.
      return registration.status === 'active'
        ? failed('not-allowed', { address: said })
        : unknown('token-needed');
    case 'retry':
    case 'rate-limited':
      return failed('service-away', { said });
    case 'unreadable':
      return failed('service-unreadable', { said });
    default:
      return failed('service-refused', { said });
  }
}
