import { z } from 'zod';
import { defineRoute, json, type Reply, type Route } from '../../web/route.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type EditablePart, partPattern } from './domain/edits.ts';
import { checkedView } from './draftPage.ts';
import { draftView, shownValues, untouched } from './draftView.ts';
import { type MapParts } from './mapPages.ts';
import { saveUnit, type UnitOutcome } from './unitService.ts';

const values = z.record(z.string().max(200), z.string().max(20_000));

/** What is typed into a draft is saved by itself, piece by piece; the forms work without it. */
export function liveRoutes(parts: MapParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/moocmap/drafts/:map/live/:part',
      permission: 'syllabus.import',
      params: z.object({ map: z.string(), part: z.string().regex(partPattern) }),
      body: z.object({ before: values, typed: values }),
      handler: async (context, { params: { map, part: unsafePart }, body }) => {
        const part = unsafePart as EditablePart;
        const { courseId, personId } = context.actor;
        const draft = await parts.service.getDraft(courseId, map);
        const outcome = await saveUnit(parts.service, draft, { part, ...body }, personId);
        return unitReply(parts, context, Object.keys(body.typed), outcome);
      },
    }),
  ];
}

async function unitReply(
  parts: MapParts,
  context: LaunchContext,
  names: readonly string[],
  outcome: UnitOutcome,
): Promise<Reply> {
  const { t, lang, actor } = context;
  switch (outcome.kind) {
    case 'moved':
      return json({ kind: 'moved' });
    case 'wrong': {
      const faults = Object.entries(outcome.faults).map(([name, fault]) => [name, t.moocmap.wrong[fault]]);
      return json({ kind: 'wrong', faults: Object.fromEntries(faults) as Record<string, string> });
    }
    case 'conflict': {
      const outcomes = await parts.service.outcomesOf(actor.courseId);
      const shown = shownValues(draftView(outcome.draft.map, outcomes, { t, lang, unsaved: untouched }));
      return json({
        kind: 'conflict',
        theirs: Object.fromEntries(names.map(name => [name, shown.get(name) ?? ''])),
      });
    }
    case 'saved':
      return json({
        kind: 'saved',
        rev: outcome.draft.rev,
        ...(await checkedView(parts, context, outcome.draft)),
      });
  }
}
