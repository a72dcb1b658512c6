import { z } from 'zod';

/**
 * How an assessment is graded and shown in its course: the teacher's choices. People are named by our own ids.
 * Everything is off until somebody turns it on.
 */
export const settingsSchema = z.object({
  /** Graders see numbers instead of names until a grade is released. */
  anonymous: z.boolean().default(false),
  /** What the numbers are made from; they cannot be computed without it. */
  seed: z.string().default(''),
  /** Students see how the results of the class are distributed. */
  distribution: z.boolean().default(false),
  /** So many days after the release a student may appeal; null: not here. */
  appealDays: z.number().int().nullable().default(null),
  /** Who marks every work a second time, without seeing the first marks; null: nobody. */
  secondMarker: z.string().nullable().default(null),
  /** Two results that differ by more go to the third marker; null: the two agree by talking. */
  differenceLimit: z.number().int().nullable().default(null),
  /** Who marks the works on which two differ too much; null: nobody yet. */
  thirdMarker: z.string().nullable().default(null),
  /** Who taught the students and therefore does not grade them. */
  taught: z.array(z.string()).default([]),
  /** When what is ready is released by itself, and by whose order; null: not. */
  releaseAt: z.coerce.date().nullable().default(null),
  releaseBy: z.string().nullable().default(null),
  /** How the last release at a set time went. */
  lastRelease: z
    .object({
      at: z.coerce.date(),
      released: z.number(),
      incomplete: z.number(),
      notAgreed: z.number(),
      /** The exam's marks were closed at that time, so nothing was released. */
      closed: z.boolean().default(false),
    })
    .nullable()
    .default(null),
});
export type AssessmentSettings = Readonly<z.output<typeof settingsSchema>>;

export const noSettings: AssessmentSettings = settingsSchema.parse({});
