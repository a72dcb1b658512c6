import { asId, type CourseId, idPattern } from '../../kernel/ids.ts';
import { type AgsService } from '../../lti/index.ts';
import { type Course } from '../course/index.ts';

/**
 * A gradebook in which the columns of a copied course are found again: LMSs copy line items with the `resourceId` that
 * they had in the older course. Only ids of courses that this one is known to be a copy of are taken for its own.
 */
export function withFormerLineItems<T extends Pick<AgsService, 'findLineItem'>>(
  gradebook: T,
  findCourse: (id: CourseId) => Promise<Course | null>,
): T {
  return {
    ...gradebook,
    findLineItem: async (target, key) => {
      const [product = '', id = '', ...rest] = key.resourceId.split(':');
      const course = idPattern.test(id) ? await findCourse(asId<'course'>(id)) : null;
      const former = course?.copy?.from ?? [];
      if (former.length === 0) return gradebook.findLineItem(target, key);
      const formerResourceIds = former.map(older => [product, older, ...rest].join(':'));
      return gradebook.findLineItem(target, { ...key, formerResourceIds });
    },
  };
}
