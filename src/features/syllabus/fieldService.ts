import {
  type CorrectableField,
  correctableSections,
  type CorrectableSection,
  fieldsOf,
  rowsOf,
} from './domain/corrections.ts';
import { type FieldFault, type FieldType } from './domain/fieldValue.ts';
import { shapeOf } from './domain/shape.ts';
import { type SyllabusService } from './syllabusService.ts';
import { type SyllabusVersion } from './syllabusStore.ts';

/** One value that somebody changed, over the value that they saw. */
export interface FieldEdit {
  readonly path: string;
  readonly before: string;
  readonly value: string;
  /** Of the section, as the person's page has it. */
  readonly shape: string;
}

export type FieldOutcome =
  | { readonly kind: 'saved'; readonly draft: SyllabusVersion }
  | { readonly kind: 'wrong'; readonly fault: FieldFault }
  /** Somebody else has written another value there. */
  | { readonly kind: 'conflict'; readonly theirs: string; readonly draft: SyllabusVersion }
  /** The rows are others by now: the path leads nowhere, or elsewhere. */
  | { readonly kind: 'moved' };

/** How often a save is tried again that lost against another person's in another field. */
const attempts = 4;

/** Saves one value of a draft. Two people in different fields never meet; in one field the second is shown both values. */
export async function saveField(
  service: Pick<SyllabusService, 'correct' | 'getDraft'>,
  first: SyllabusVersion,
  edit: FieldEdit,
): Promise<FieldOutcome> {
  let draft = first;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const section = sectionOf(edit.path);
    const field = section === null ? undefined : findField(section, draft, edit.path);
    if (section === null || field === undefined || shapeOf(section, draft.syllabus) !== edit.shape)
      return { kind: 'moved' };
    // Sent twice, or both have written the same.
    const isSame = (text: string): boolean => asShown(field.type, field.value) === asShown(field.type, text);
    if (isSame(edit.value)) return { kind: 'saved', draft };
    if (!isSame(edit.before)) return { kind: 'conflict', theirs: field.value, draft };
    const outcome = await service.correct(draft, draft.rev, section, { [edit.path]: edit.value });
    if (outcome.kind === 'wrong') return { kind: 'wrong', fault: outcome.faults[edit.path] ?? 'required' };
    if (outcome.kind === 'saved') return { kind: 'saved', draft: outcome.version };
    draft = await service.getDraft(draft.courseId, draft.id);
  }
  return { kind: 'moved' };
}

const findField = (
  section: CorrectableSection,
  { syllabus }: SyllabusVersion,
  path: string,
): CorrectableField | undefined =>
  fieldsOf(section, syllabus, rowsOf([path])).find(field => field.path === path);

const sectionOf = (path: string): CorrectableSection | null =>
  correctableSections.find(section => new RegExp(`^${section}\\b`, 'u').test(path)) ?? null;

/** As a browser's field has it: it changes the ends of lines, and a field of one line has none. */
function asShown(type: FieldType, text: string): string {
  const isLong = type === 'long' || type === 'long?' || type === 'lines';
  return text.replace(/\r\n?|\n/gu, isLong ? '\n' : '').trim();
}
