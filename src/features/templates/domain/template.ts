import { z } from 'zod';
import { type Lang, languages } from '../../../i18n/lang.ts';
import {
  type LockedText,
  type Policy,
  policyKinds,
  type Syllabus,
  weightKinds,
} from '../../syllabus/index.ts';

const text = z.string();
const policySchema = z.strictObject({
  kind: z.enum(policyKinds),
  /** Courses may not change it. */
  locked: z.boolean(),
  /** An empty text: there is none in this language. A locked one has all three. */
  texts: z.strictObject({ kk: text, ru: text, en: text }),
});

/** What an institution gives every new syllabus. Its scale is in the grading policy, and not repeated here. */
export const templateSchema = z.strictObject({
  policies: z.array(policySchema),
  /** In percents that sum to 100; none: weights follow from the points of the calendar. */
  weights: z.array(z.strictObject({ kind: z.enum(weightKinds), percent: z.number() })),
});
export type SyllabusTemplate = z.infer<typeof templateSchema>;
export type TemplatePolicy = SyllabusTemplate['policies'][number];

export const emptyTemplate: SyllabusTemplate = { policies: [], weights: [] };

export const policyOf = ({ policies }: SyllabusTemplate, kind: TemplatePolicy['kind']): TemplatePolicy =>
  policies.find(policy => policy.kind === kind) ?? {
    kind,
    locked: false,
    texts: { kk: '', ru: '', en: '' },
  };

/** Languages in which a text is missing: a locked text has all three, or it could not be asked for. */
export function missingLanguages({ locked, texts }: TemplatePolicy): Lang[] {
  return locked ? languages.filter(lang => texts[lang] === '') : [];
}

/** The template with one text set; a part without any text is no part of it. The general part comes first. */
export function withPolicy(template: SyllabusTemplate, policy: TemplatePolicy): SyllabusTemplate {
  const isEmpty = languages.every(lang => policy.texts[lang] === '');
  const others = template.policies.filter(({ kind }) => kind !== policy.kind);
  const order = (kind: TemplatePolicy['kind']): number =>
    kind === 'general' ? -1 : policyKinds.indexOf(kind);
  const policies = isEmpty ? others : [...others, policy];
  return { ...template, policies: policies.sort((a, b) => order(a.kind) - order(b.kind)) };
}

const inLanguage = (policies: readonly TemplatePolicy[], lang: Lang): Policy[] =>
  policies.flatMap(({ kind, texts }) => (texts[lang] === '' ? [] : [{ kind, text: texts[lang] }]));

/** What a syllabus of a language must say word for word. */
export function lockedTexts({ policies }: SyllabusTemplate, lang: Lang): LockedText[] {
  return inLanguage(
    policies.filter(({ locked }) => locked),
    lang,
  );
}

/** The policy of a new syllabus: the course's own texts before proposed ones, and locked ones before both. */
export function startingPolicies(
  { policies }: SyllabusTemplate,
  lang: Lang,
  own: readonly Policy[],
): Policy[] {
  const locked = new Set(policies.filter(policy => policy.locked).map(({ kind }) => kind));
  const kept = own.filter(({ kind }) => !locked.has(kind));
  const given = inLanguage(policies, lang).filter(({ kind }) => !kept.some(one => one.kind === kind));
  const isGeneral = ({ kind }: Policy): boolean => kind === 'general';
  const all = [...given, ...kept];
  return [...all.filter(isGeneral), ...all.filter(one => !isGeneral(one))];
}

/** The weights of a new syllabus; null where the institution has set none. */
export function startingWeights(
  { weights }: SyllabusTemplate,
  names: Readonly<Record<Syllabus['weights'][number]['kind'], string>>,
): Syllabus['weights'] | null {
  if (weights.length === 0) return null;
  return weights.map(({ kind, percent }) => ({ kind, percent, text: names[kind] }));
}
