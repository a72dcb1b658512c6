import { createHash } from 'node:crypto';
import { type PersonId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { nameOf } from '../gradebook/index.ts';
import { type Member } from '../roster/index.ts';
import { askedView } from './askedView.ts';
import { type WorksPreview } from './domain/works.ts';

/** The same for the same changes over the same works: what is written is what was shown. */
export function digestOf(
  { changes }: WorksPreview,
  works: ReadonlyMap<PersonId, { readonly rev: number }>,
): string {
  const facts = changes.map(({ person, field, to }) => [person, works.get(person)?.rev ?? 0, field, to]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** What a pasted table would put down, whom somebody has to name, and what is not taken. */
export function previewView(
  context: LaunchContext,
  input: {
    readonly preview: WorksPreview;
    readonly digest: string;
    readonly students: readonly Member[];
  },
) {
  const { preview, digest, students } = input;
  const { t } = context;
  const { works, problems, undecidedNote } = t.marksimport;
  const names = new Map(students.map(member => [member.person.id, nameOf(member, t)]));
  const name = (person: PersonId): string => names.get(person) ?? '–';
  return {
    digest,
    lead: works.lead({ matched: preview.matched, same: preview.same }),
    asked: askedView(context, preview.asked, students),
    changes: preview.changes.map(({ person, field, from, to }) => ({
      ...{ student: name(person), field: works.fields[field], from: shortened(from), to: shortened(to) },
    })),
    count: preview.changes.length,
    make: works.make({ students: new Set(preview.changes.map(({ person }) => person)).size }),
    note:
      preview.asked.some(({ decision }) => decision === null) &&
      undecidedNote({ count: preview.asked.filter(({ decision }) => decision === null).length }),
    refused: [
      ...preview.refused.map(({ row, person, field, text, problem }) => ({
        ...{ row, what: `${name(person)}, ${works.fields[field]}: ${shortened(text)}` },
        why: works.problems[problem],
      })),
      ...preview.refusedRows.map(({ row, label, problem }) => ({ row, what: label, why: problems[problem] })),
    ].toSorted((one, other) => one.row - other.row),
  };
}

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
