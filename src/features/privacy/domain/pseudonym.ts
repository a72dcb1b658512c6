/** What stands in the place of the LMS's id of somebody whose data were erased. */
export const pseudonymSub = (pseudonym: string): string => `erased:${pseudonym}`;

/**
 * Everything that tells who somebody is, replaced. The name is the same in every language; nothing of it is computed
 * from the person, so nobody can compute it again.
 * @param pseudonym at least eight random hexadecimal digits
 */
export function pseudonymFacts(pseudonym: string): Readonly<Record<string, unknown>> {
  return {
    sub: pseudonymSub(pseudonym),
    name: shownPseudonym(pseudonym),
    givenName: null,
    familyName: null,
    email: null,
    sourcedId: null,
    lang: null,
  };
}

/** As graders and the operator see it: "ID-7F3A9C21". */
export const shownPseudonym = (pseudonym: string): string => `ID-${pseudonym.slice(0, 8).toUpperCase()}`;
