import { z } from 'zod';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type RosterStore } from '../../roster/index.ts';
import { commentVariables } from '../domain/commentText.ts';
import { namingOf } from '../gradeWords.ts';
import { type CommentStore, mostComments } from './commentStore.ts';

export interface CommentParts {
  readonly roster: RosterStore;
  readonly comments: CommentStore;
}

const newComment = z.object({
  text: z.string().trim().min(1).max(1000),
  shared: z.literal('1').optional(),
});

/** The comments that graders keep for using them again. */
export function commentRoutes(parts: CommentParts): Route[] {
  const { comments } = parts;
  return [
    defineRoute({
      method: 'get',
      path: '/grading/comments',
      permission: 'grades.draft',
      handler: context => showComments(parts, context),
    }),
    defineRoute({
      method: 'post',
      path: '/grading/comments',
      permission: 'grades.draft',
      body: newComment,
      handler: async ({ actor, base }, { body }) => {
        const { courseId, personId: writtenBy } = actor;
        const { length } = await comments.list(courseId, writtenBy);
        if (length < mostComments)
          await comments.add(courseId, { text: body.text, shared: body.shared === '1', writtenBy });
        return redirect(`${base}/grading/comments`);
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/comments/:comment/remove',
      permission: 'grades.draft',
      params: z.object({ comment: z.string() }),
      handler: async ({ actor, base }, { params }) => {
        await comments.remove(actor.courseId, params.comment, actor.personId);
        return redirect(`${base}/grading/comments`);
      },
    }),
  ];
}

async function showComments({ roster, comments }: CommentParts, context: LaunchContext): Promise<Reply> {
  const { t, actor, base } = context;
  const words = t.grading.comments;
  const [list, members] = await Promise.all([
    comments.list(actor.courseId, actor.personId),
    roster.members(actor.courseId),
  ]);
  const naming = namingOf(context);
  const names = new Map(members.map(member => [member.person.id, naming.nameOf(member)]));
  return page('grading/comments', words.heading, {
    back: `${base}/grading`,
    action: `${base}/grading/comments`,
    variables: commentVariables.map(name => ({ name: `{${name}}`, meaning: words.variables[name] })),
    rows: list.map(({ id, text, shared, writtenBy }) => ({
      text,
      whose:
        writtenBy === actor.personId
          ? shared
            ? words.mineShared
            : words.mine
          : (names.get(writtenBy) ?? '–'),
      remove: writtenBy === actor.personId ? `${base}/grading/comments/${id}/remove` : null,
    })),
  });
}
