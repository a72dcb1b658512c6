import { finding, type Finding } from '../finding.ts';
import { type Evidence, type Syllabus } from '../types.ts';

/** A consultation names the independent work that it prepares: that work must be in the calendar. */
export function targetFindings({ calendar }: Syllabus): Finding[] {
  const numbers = new Set(calendar.filter(({ kind }) => kind === 'srs').map(({ number }) => number));
  return calendar.flatMap(({ prepares, number }, index) => {
    if (prepares?.kind !== 'srs' || prepares.number === null || numbers.has(prepares.number)) return [];
    return [finding('srsp-target', `calendar[${index}].prepares`, { number, target: prepares.number })];
  });
}

/** Every outcome has indicators; where the calendar has a column of codes, every code stands in it somewhere. */
export function outcomeFindings({ outcomes }: Syllabus, { namedOutcomes }: Evidence): Finding[] {
  const bare = [...bareFindings(outcomes), ...repeatedCodes(outcomes)];
  if (namedOutcomes === null || namedOutcomes.length === 0) return bare;
  const isNamed = (code: string) => namedOutcomes.includes(code);
  const uncovered = outcomes.flatMap(({ code, indicators }, index) => {
    const own = indicators.filter(indicator => isNamed(indicator.code));
    if (isNamed(code) && own.length === 0) return [];
    if (own.length === 0) return [finding('coverage', `outcomes[${index}]`, { code })];
    return indicators.flatMap((indicator, at) =>
      isNamed(indicator.code) || isNamed(code)
        ? []
        : [finding('coverage', `outcomes[${index}].indicators[${at}]`, { code: indicator.code })],
    );
  });
  return [...bare, ...uncovered];
}

/** A code stands for one outcome or indicator. */
function repeatedCodes(outcomes: Syllabus['outcomes']): Finding[] {
  const seen = new Set<string>();
  const codes = outcomes.flatMap(({ code, indicators }, index) => [
    { code, path: `outcomes[${index}]` },
    ...indicators.map((indicator, at) => ({
      code: indicator.code,
      path: `outcomes[${index}].indicators[${at}]`,
    })),
  ]);
  return codes.flatMap(({ code, path }) => {
    if (!seen.has(code)) {
      seen.add(code);
      return [];
    }
    return [finding('code-repeated', path, { code })];
  });
}

/** Where the document has no indicators at all, it is a form without them: one remark, no list of faults. */
function bareFindings(outcomes: Syllabus['outcomes']): Finding[] {
  const bare = outcomes.flatMap(({ code, indicators }, index) =>
    indicators.length === 0 ? [{ code, index }] : [],
  );
  if (bare.length > 0 && bare.length === outcomes.length) {
    return [finding('outcome-no-indicator', 'outcomes', { codes: bare.map(({ code }) => code) }, 'info')];
  }
  return bare.map(({ code, index }) =>
    finding('outcome-no-indicator', `outcomes[${index}]`, { codes: [code] }),
  );
}

const contactWords = /телефон|тел\.|e-?mail|эл(?:ектрон\p{L}*|\.)\s*(?:пошта|почт)|phone|поч[тш]/iu;
const contact = /[^\s@]{1,64}@[^\s@]{1,200}\.\p{L}{2,}|\+?\d[\d\s()-]{5,}\d/u;

/** The inclusion policy promises help by phone or e-mail: the form's blank for it must be filled. */
export function policyFindings({ policies }: Syllabus): Finding[] {
  return policies.flatMap(({ kind, text }, index) => {
    const isBlank = kind === 'inclusion' && contactWords.test(text) && !contact.test(text);
    return isBlank ? [finding('contact-blank', `policies[${index}].text`, {})] : [];
  });
}
