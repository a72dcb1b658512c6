import { z } from 'zod';
import { type Activity, type Column, type Course, newId, type State } from './state.ts';

const httpUrl = z.url({ protocol: /^https?$/ });

/** A link that a tool offers for the course page (Deep Linking 2.0, section 3.2). Other types are not accepted here. */
export const contentItem = z.looseObject({
  type: z.literal('ltiResourceLink'),
  url: httpUrl.optional(),
  title: z.string().min(1).max(255).optional(),
  text: z.string().optional(),
  custom: z.record(z.string(), z.coerce.string()).optional(),
  window: z.looseObject({}).optional(),
  iframe: z.looseObject({}).optional(),
  lineItem: z
    .looseObject({
      label: z.string().min(1).max(255).optional(),
      scoreMaximum: z.number().positive(),
      resourceId: z.string().max(512).optional(),
      tag: z.string().max(255).optional(),
    })
    .optional(),
});
export type ContentItem = z.infer<typeof contentItem>;

export interface PlacedContent {
  readonly activity: Activity;
  readonly column: Column | null;
}

/** Puts an item on the course page, with a column of its own when it asks for one. */
export function placeContent(state: State, course: Course, item: ContentItem): PlacedContent {
  const activity: Activity = {
    id: newId(state),
    courseId: course.id,
    sectionId: course.sections[0]?.id ?? '',
    title: item.title ?? 'Tirek',
    description: item.text ?? '',
    target: item.url ?? null,
    custom: item.custom ?? {},
    opens: item.window !== undefined && item.iframe === undefined ? 'window' : 'iframe',
    hadColumn: item.lineItem !== undefined,
    isPlaced: true,
  };
  state.activities.push(activity);
  if (item.lineItem === undefined) return { activity, column: null };
  const column: Column = {
    id: newId(state),
    courseId: course.id,
    label: item.lineItem.label ?? activity.title,
    maximum: item.lineItem.scoreMaximum,
    origin: 'activity',
    activityId: activity.id,
    resourceId: item.lineItem.resourceId ?? '',
    tag: item.lineItem.tag ?? '',
    startDateTime: null,
    endDateTime: null,
  };
  state.columns.push(column);
  return { activity, column };
}
