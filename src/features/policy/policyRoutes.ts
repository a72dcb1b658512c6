import { defineRoute, page, type Route } from '../../web/route.ts';
import { type Grading } from '../grading/index.ts';
import { policyInWords } from './policyView.ts';

/** The policy of the course in words, for everybody who is graded by it or grades by it. */
export function policyRoutes({ grading }: { readonly grading: Pick<Grading, 'policyOfCourse'> }): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/policy',
      permission: 'syllabus.read',
      handler: async ({ actor, t, lang }) => {
        const { version, policy } = await grading.policyOfCourse(actor.courseId);
        const lead = t.policy.words.lead({ version });
        return page('policy/course', t.policy.title, { lead, ...policyInWords(policy, t, lang) });
      },
    }),
  ];
}
