import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { defineRoute, redirect, type Route } from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { type AssessmentService } from '../assessmentService.ts';
import { isWorkLink, longestAnswers, longestTicket } from '../domain/panel.ts';
import { type GradeStore } from '../gradeStore.ts';
import { refuseOwnTeacher } from '../examiner.ts';
import { getStudent, identitiesOf } from '../identities.ts';
import { type WorkStore } from './workStore.ts';

export interface WorkParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly works: WorkStore;
  readonly now: () => Date;
}

const workBody = z.object({
  rev: z.coerce.number().int().min(0),
  ticket: z.string().trim().max(longestTicket),
  url: z
    .string()
    .trim()
    .refine(text => text === '' || isWorkLink(text)),
  answers: z.string().trim().max(longestAnswers),
});

/** What a student handed in, put down for the eyes of the graders: it stands beside the rubric. */
export function workRoutes({ works, now, ...parts }: WorkParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/grading/:person/work',
      permission: 'grades.draft',
      params: z.object({ person: z.string() }),
      body: workBody,
      handler: async ({ actor, base }, { params, body }) => {
        const { courseId } = actor;
        const assessment = await parts.assessmentService.getUsable(courseId);
        refuseOwnTeacher(assessment, actor.personId);
        const { person } = await getStudent(await identitiesOf(parts, assessment), params.person);
        const place = { courseId, assessment: assessment.key, personId: person.id };
        if (!(await works.save(place, body, actor.personId, now())))
          throw new AppError('conflict', { what: 'a work that somebody else has put down since' });
        return redirect(`${base}/grading/${params.person}`);
      },
    }),
  ];
}
