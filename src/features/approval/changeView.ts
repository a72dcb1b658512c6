import { type Catalogue } from '../../i18n/index.ts';
import { type Change, fieldName, fieldValue, partName } from '../syllabus/index.ts';

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
                before: fieldValue(field, before, t) ?? words.blank,
                after: fieldValue(field, after, t) ?? words.blank,
              }))
            : [],
      })),
  }));
}
