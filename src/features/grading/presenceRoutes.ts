import { z } from 'zod';
import { idPattern } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, type Reply, type Route } from '../../web/route.ts';
import { type RosterStore } from '../roster/index.ts';
import { assessmentFor, type AssessmentService } from './assessmentService.ts';
import { type PresenceAnswer } from './domain/panel.ts';
import { type GradeStore } from './gradeStore.ts';
import { namingOf } from './gradeWords.ts';
import { getStudent, identitiesOf } from './identities.ts';
import { type PresenceStore } from './presenceStore.ts';

export interface PresenceParts {
  readonly roster: RosterStore;
  readonly grades: GradeStore;
  readonly assessmentService: AssessmentService;
  readonly presence: PresenceStore;
  readonly now: () => Date;
}

/** Longer than the panel takes to say it again, short enough that a closed window does not keep anybody away. */
const leaseMs = 50_000;

/** The panel says whom it has open, and hears whom others have. */
export function presenceRoutes(parts: PresenceParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/grading/presence',
      permission: 'grades.draft',
      body: z.object({ person: z.string().regex(idPattern) }),
      handler: (context, { body }) => open(parts, context, body.person),
    }),
  ];
}

async function open(parts: PresenceParts, context: LaunchContext, unsafeKey: string): Promise<Reply> {
  const { courseId, personId: grader } = context.actor;
  const assessment = assessmentFor(await parts.assessmentService.getUsable(courseId), grader);
  const identities = await identitiesOf(parts, assessment);
  const { person } = await getStudent(identities, unsafeKey);
  const now = parts.now();
  const others = await parts.presence.open(
    { courseId, assessment: assessment.gradesKey },
    { personId: person.id, grader },
    { now, until: new Date(now.getTime() + leaseMs) },
  );
  const naming = namingOf(context);
  const members = await Promise.all(others.map(one => parts.roster.findMember(courseId, one.grader)));
  const answer: PresenceAnswer = {
    busy: others.map(({ personId }, index) => {
      const member = members[index] ?? null;
      return { id: identities.keyOf(personId), by: member === null ? '–' : naming.nameOf(member) };
    }),
  };
  return json(answer);
}
