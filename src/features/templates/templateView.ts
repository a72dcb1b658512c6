import { type Catalogue, languages } from '../../i18n/index.ts';
import { decimalMark, formatInstant } from '../../kernel/dates.ts';
import { type InstitutionContext } from '../connect/index.ts';
import { defaultTimeZone } from '../course/index.ts';
import { policyKinds, weightKinds } from '../syllabus/index.ts';
import { missingLanguages, policyOf, type TemplatePolicy } from './domain/template.ts';
import { type TemplateChange, type TemplateEdition, type TemplateVersion } from './templateStore.ts';

/** What views/templates/overview.ejs prints. */
export function overviewView(
  facts: {
    readonly shown: TemplateVersion;
    readonly newest: number;
    readonly editions: readonly TemplateEdition[];
  },
  { t, lang, home, registration, canChange }: InstitutionContext,
) {
  const { shown, newest, editions } = facts;
  const words = t.templates;
  const isNewest = shown.version === newest;
  const percent = (value: number): string => `${String(value).replace('.', decimalMark(lang))} %`;
  return {
    home,
    name: registration.name,
    version: shown.version === 0 ? null : words.version({ version: shown.version }),
    rev: newest,
    canChange: canChange && isNewest,
    restore: canChange && !isNewest ? shown.version : null,
    policies: policyKinds.map(kind => {
      const policy = policyOf(shown.template, kind);
      const text = policy.texts[lang];
      return {
        title: t.syllabus.policyKinds[kind],
        href: `${home}/template/texts/${kind}`,
        chip: stateChip(policy, t),
        text: text === '' ? null : text,
      };
    }),
    weights: shown.template.weights.map(one => ({
      term: t.syllabus.weightKinds[one.kind],
      value: percent(one.percent),
    })),
    editions: editions.map(({ version, savedAt, change }) => ({
      href: `${home}/template?version=${version}`,
      name: words.version({ version }),
      at: formatInstant(savedAt, defaultTimeZone),
      change: changeText(change, t),
      current: version === shown.version,
    })),
  };
}

function stateChip(policy: TemplatePolicy, t: Catalogue) {
  if (policy.locked) return { text: t.templates.locked, tone: 'success', icon: 'check' };
  const isEmpty = languages.every(lang => policy.texts[lang] === '');
  return isEmpty
    ? { text: t.templates.none, tone: 'neutral' }
    : { text: t.templates.proposed, tone: 'info', icon: 'pencil' };
}

function changeText(change: TemplateChange, t: Catalogue): string {
  if (change === 'weights') return t.templates.weights;
  if (change === 'restored') return t.templates.restored;
  return t.syllabus.policyKinds[change];
}

/** The text in each language; where a locked one is missing, its field says so. */
export function policyFields(policy: TemplatePolicy, isWrong: boolean, canChange: boolean, t: Catalogue) {
  const missing = isWrong ? missingLanguages(policy) : [];
  return languages.map(lang => ({
    id: `text-${lang}`,
    name: lang,
    label: t.shell.languageNames[lang],
    type: 'textarea',
    value: policy.texts[lang],
    lang,
    maxLength: 8_000,
    readOnly: !canChange,
    wide: true,
    error: missing.includes(lang) ? t.templates.missing : null,
  }));
}

export function weightFields(
  typed: Readonly<Record<string, string>>,
  unread: readonly string[],
  canChange: boolean,
  t: Catalogue,
) {
  return weightKinds.map(kind => ({
    id: `weight-${kind}`,
    name: kind,
    label: t.syllabus.weightKinds[kind],
    value: typed[kind] ?? '',
    size: 'number',
    inputMode: 'decimal',
    suffix: '%',
    maxLength: 6,
    readOnly: !canChange,
    error: unread.includes(kind) ? t.templates.percent : null,
  }));
}
