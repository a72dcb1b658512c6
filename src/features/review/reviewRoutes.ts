import { z } from 'zod';
import { idPattern } from '../../kernel/ids.ts';
import { defineRoute, page, type Route } from '../../web/route.ts';
import { missing } from './reviewService.ts';

const query = z.object({
  missing: z.enum(missing).catch('student'),
  student: z.string().regex(idPattern).optional().catch(undefined),
});

/** Says why a review could not open a student's work, and where to go on. */
export function reviewRoutes(): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/review',
      permission: 'grades.draft',
      query,
      handler: ({ t, base }, { query: { missing: what, student } }) => {
        const words = t.review.missing[what];
        // The panel looks the student up inside the course, whatever stands in the address.
        const panel =
          student === undefined ? null : { text: t.review.openPanel, href: `${base}/grading/${student}` };
        const actions = [
          ...(panel === null ? [] : [{ ...panel, kind: 'primary' }]),
          { text: t.review.openList, href: `${base}/grading` },
        ];
        return page('layout/message', words.title, {
          message: { icon: 'info', tone: 'info', title: words.title, text: words.text, actions },
        });
      },
    }),
  ];
}
