import { type Catalogue } from '../../i18n/index.ts';
import { type Change } from './domain/diff/diff.ts';

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

/** A field as a person calls it. */
export function fieldName(field: string, t: Catalogue): string {
  const band = /^band (\d+)$/.exec(field);
  if (band !== null) return t.approval.band({ number: Number(band[1]) });
  const names: Readonly<Record<string, string>> = t.approval.fields;
  return names[field] ?? field;
}

/** A value as a person reads it: what is a word of ours is said in the reader's language. */
export function fieldValue(field: string, value: string | null, t: Catalogue): string | null {
  if (value === null) return null;
  const kinds: Readonly<Record<string, string>> = t.calendar.kinds;
  if (field === 'kind') {
    const weights: Readonly<Record<string, string>> = t.syllabus.weightKinds;
    return kinds[value] ?? weights[value] ?? value;
  }
  if (field !== 'prepares') return value;
  const [kind = '', number] = value.split(' ');
  return number === undefined ? (kinds[kind] ?? value) : `${kinds[kind] ?? kind} ${number}`;
}
