import { type Policy, type PolicyKind } from './types.ts';

/**
 * The policies with one text set, or taken away by an empty one. The general part comes first: it is the one without a
 * heading, and a reader takes what stands before the first heading for it.
 */
export function withPolicyText(policies: readonly Policy[], kind: PolicyKind, text: string | null): Policy[] {
  if (text === null) return policies.filter(policy => policy.kind !== kind);
  if (policies.some(policy => policy.kind === kind))
    return policies.map(policy => (policy.kind === kind ? { kind, text } : policy));
  return kind === 'general' ? [{ kind, text }, ...policies] : [...policies, { kind, text }];
}
