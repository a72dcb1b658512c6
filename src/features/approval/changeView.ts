import { type Catalogue } from '../../i18n/index.ts';
import { type Change } from '../syllabus/index.ts';

export interface ChangeView {
  readonly kind: Change['kind'];
  readonly chip: string;
  readonly tone: 'success' | 'danger' | 'warning' | 'info';
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly before: string; readonly after: string }[];
}

export interface ChangeGroup {
  readonly title: string;
  readonly changes: readonly ChangeView[];
}

const tones = { added: 'success', removed: 'danger', changed: 'warning', moved: 'info' } as const;

/** The changes in the reader's words, section by section. An added or removed row is named and not spelt out. */
export function changeGroups(changes: readonly Change[], t: Catalogue): ChangeGroup[] {
  const words = t.approval;
  const sections = [...new Set(changes.map(({ section }) => section))];
  return sections.map(section => ({
    title: t.syllabus.sections[section],
    changes: changes
      .filter(change => change.section === section)
      .map(change => ({
        kind: change.kind,
        chip: words.changeKinds[change.kind],
        tone: tones[change.kind],
        name: partName(change, t),
        fields:
          change.kind === 'changed'
            ? change.fields.map(({ field, before, after }) => ({
                name: fieldName(field, t),
                before: before ?? words.blank,
                after: after ?? words.blank,
              }))
            : [],
      })),
  }));
}

/** "Lecture 3. Topic", "LO 2", "Question 1, criterion 2": a row as a person would call it. */
export function partName(part: Pick<Change, 'section' | 'key' | 'name'>, t: Catalogue): string {
  const words = t.syllabus;
  const { key, name } = part;
  const policies: Readonly<Record<string, string>> = words.policyKinds;
  switch (part.section) {
    case 'course':
      return words.sections.course;
    case 'outcomes':
      return key.startsWith('indicator') ? words.indicator({ code: name }) : words.outcome({ code: name });
    case 'policies':
      return policies[name] ?? name;
    case 'scale':
    case 'weights':
      return name;
    case 'calendar': {
      const kinds: Readonly<Record<string, string>> = t.calendar.kinds;
      const [, kind = '', number = ''] = /^(\w+?)(?:-(\d+))?(?:[~:].*)?$/su.exec(key) ?? [];
      const label = kinds[kind] ?? kind;
      return `${number === '' ? label : `${label} ${number}`}. ${name}`;
    }
    case 'rubric': {
      const [question, criterion] = name.split('.').map(Number);
      return question === undefined || criterion === undefined || Number.isNaN(criterion)
        ? words.sections.rubric
        : `${words.rubric.question({ number: question })}, ${words.rubric.criterion({ number: criterion })}`;
    }
  }
}

function fieldName(field: string, t: Catalogue): string {
  const band = /^band (\d+)$/.exec(field);
  if (band !== null) return t.approval.band({ number: Number(band[1]) });
  const names: Readonly<Record<string, string>> = t.approval.fields;
  return names[field] ?? field;
}
