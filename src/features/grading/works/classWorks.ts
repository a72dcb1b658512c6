import { AppError } from '../../../kernel/errors.ts';
import { type PersonId } from '../../../kernel/ids.ts';
import { type AssessmentService } from '../assessmentService.ts';
import { type PanelWork } from '../domain/panel.ts';
import { type Grader } from '../draftService.ts';
import { refuseOwnTeacher } from '../examiner.ts';
import { type WorkStore } from './workStore.ts';

/** What people handed in, as it stands; or why it cannot be put down for many at once. */
export type OpenWorks =
  | { readonly kind: 'open'; readonly works: ReadonlyMap<PersonId, PanelWork> }
  | { readonly kind: 'no-rubric' | 'names-hidden' };

/** Works of a whole class, for a room that reads them from a table. */
export interface ClassWorks {
  /** Throws forbidden for an examiner who taught the students. */
  open(grader: Grader, people: readonly PersonId[]): Promise<OpenWorks>;
  /** Writes each over the version that was shown; answers whose work somebody else has put down since. */
  put(
    grader: Grader,
    works: readonly { readonly person: PersonId; readonly work: PanelWork }[],
  ): Promise<PersonId[]>;
}

/** Writes that wait for the store at the same time. */
const atOnce = 20;

export function createClassWorks({
  assessmentService,
  works,
  now,
}: {
  readonly assessmentService: AssessmentService;
  readonly works: WorkStore;
  readonly now: () => Date;
}): ClassWorks {
  async function keyFor({
    courseId,
    personId,
  }: Grader): Promise<{ kind: 'open'; key: string } | Exclude<OpenWorks, { kind: 'open' }>> {
    const readiness = await assessmentService.readinessOf(courseId);
    if (readiness.kind !== 'usable') return { kind: 'no-rubric' };
    const { key, settings } = readiness.assessment;
    refuseOwnTeacher(readiness.assessment, personId);
    // Tickets beside names would tell whose work stands under a number.
    return settings.anonymous ? { kind: 'names-hidden' } : { kind: 'open', key };
  }

  return {
    async open(grader, people) {
      const place = await keyFor(grader);
      if (place.kind !== 'open') return place;
      const found = await works.list(grader.courseId, place.key, people);
      return { kind: 'open', works: new Map(found.map(({ personId, ...work }) => [personId, work])) };
    },
    async put(grader, wanted) {
      const found = await keyFor(grader);
      if (found.kind !== 'open') throw new AppError('conflict', { what: found.kind });
      const changed: PersonId[] = [];
      for (let first = 0; first < wanted.length; first += atOnce) {
        const some = wanted.slice(first, first + atOnce);
        await Promise.all(
          some.map(async ({ person, work }) => {
            const place = { courseId: grader.courseId, assessment: found.key, personId: person };
            if (!(await works.save(place, work, grader.personId, now()))) changed.push(person);
          }),
        );
      }
      return changed;
    },
  };
}
