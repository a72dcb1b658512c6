import { asId, idPattern, type PersonId } from '../../../kernel/ids.ts';
import { sameText, type Sealer } from '../../../secrets/sealer.ts';

const label = 'notices-unsubscribe';

/** The address that ends a person's mail: our own number of the person, and the proof that we wrote it. */
export const unsubscribeUrl = (
  personId: PersonId,
  { sealer, publicUrl }: { readonly sealer: Pick<Sealer, 'sign'>; readonly publicUrl: string },
): string => new URL(`/notices/unsubscribe/${personId}.${sealer.sign(label, personId)}`, publicUrl).href;

/** Whose mail a token ends; null for one that we did not write. */
export function readToken(token: string, sealer: Pick<Sealer, 'sign'>): PersonId | null {
  const [id = '', proof = ''] = token.split('.');
  if (!idPattern.test(id)) return null;
  return sameText(proof, sealer.sign(label, id)) ? asId<'person'>(id) : null;
}
