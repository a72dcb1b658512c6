import { z } from 'zod';
import { calendarRowSchema } from '../types.ts';

const text = z.string();
const blank = <T extends z.ZodType>(schema: T) => schema.nullable();

/**
 * A SPOC/MOOC integration map as it is filled in: exactly the shape that `tirek import --json` prints, without its
 * findings. Blank fields are null.
 */
export const integrationMapSchema = z.strictObject({
  kind: z.literal('mooc-map'),
  selection: z.strictObject({
    course: blank(text),
    moocs: z.array(z.strictObject({ title: blank(text), url: blank(text) })),
    workload: blank(text),
    studyMode: blank(text),
    level: blank(text),
    language: blank(text),
    semester: blank(text),
    attestation: blank(text),
  }),
  /** How far each course matches, in percents of its own: the values are independent of each other. */
  match: z.array(z.strictObject({ mooc: blank(text), percent: z.number() })),
  /** The one model that is left in part 3; null while none or several are. */
  model: blank(z.union([z.literal(1), z.literal(2), z.literal(3)])),
  schedule: z.array(calendarRowSchema),
  approvals: z.array(z.strictObject({ role: text, name: blank(text), date: blank(text) })),
});
export type IntegrationMap = z.infer<typeof integrationMapSchema>;
export type MapSelection = IntegrationMap['selection'];
export type MapApproval = IntegrationMap['approvals'][number];
