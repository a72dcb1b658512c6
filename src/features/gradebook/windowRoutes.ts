import { z } from 'zod';
import { defineRoute, redirect, type Route } from '../../web/route.ts';
import { controlKeys } from './domain/plan.ts';
import { type GradebookService } from './gradebookService.ts';
import { type WindowService } from './windowService.ts';

const body = z.object({
  control: z.enum(controlKeys),
  reason: z.string().trim().min(1).max(500),
});

/** A teacher asks to open the marks of a control again. */
export function windowRoutes(parts: {
  readonly service: GradebookService;
  readonly windows: WindowService;
}): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/gradebook/reopenings',
      permission: 'grades.release',
      body,
      handler: async ({ actor, base }, { body: request }) => {
        const rules = await parts.service.getRules(actor.courseId);
        await parts.windows.ask(actor, rules, request);
        return redirect(`${base}/gradebook#windows`);
      },
    }),
  ];
}
