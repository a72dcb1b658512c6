import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { defineRoute, redirect, type Route } from '../../web/route.ts';
import { type GradebookService } from './gradebookService.ts';
import { type StatusStore } from './statusStore.ts';

const body = z.object({
  code: z.string().max(4),
  reason: z.string().trim().min(1).max(500),
  rev: z.coerce.number().int().min(0),
});

/** Gives a student a status of the policy in this course, or takes it back, with a reason. */
export function statusRoutes(parts: {
  readonly service: GradebookService;
  readonly statuses: StatusStore;
  readonly now: () => Date;
}): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/gradebook/:person/status',
      permission: 'grades.release',
      params: z.object({ person: z.string() }),
      body,
      handler: async ({ actor, base }, { params, body: wish }) => {
        const { rules, row } = await parts.service.loadStudent(actor.courseId, params.person);
        const isKnown = wish.code === '' || rules.policy.statuses.some(({ code }) => code === wish.code);
        if (!isKnown) throw new AppError('invalid-input', { fields: ['code'] });
        const { id } = row.member.person;
        const event = { code: wish.code, reason: wish.reason, by: actor.personId, at: parts.now() };
        if (!(await parts.statuses.set(actor.courseId, id, wish.rev, event)))
          throw new AppError('conflict', { what: 'status' });
        return redirect(`${base}/gradebook/${id}?saved=1`);
      },
    }),
  ];
}
