import { type Lang } from '../../i18n/lang.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';

/** Says in words of a language since when marks of the exam may not be changed, and why. */
type Closure = (lang: Lang) => string;

/** Whether the exam's marks are closed now; null: they are not. The edit windows are the gradebook's. */
export type FindClosure = (courseId: CourseId) => Promise<Closure | null>;

/** What a page says above marks that are closed, with the way to have them opened again; null: they are open. */
export async function closureNotice(
  findClosure: FindClosure,
  { actor, lang, t, base }: LaunchContext,
): Promise<{ text: string; href: string; link: string } | null> {
  const closure = await findClosure(actor.courseId);
  if (closure === null) return null;
  return { text: closure(lang), href: `${base}/gradebook#windows`, link: t.policy.windows.ask };
}
