declare const brand: unique symbol;

/** An id of one kind of thing: 24 hexadecimal digits, never interchangeable with the id of another kind. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type RegistrationId = Id<'registration'>;
export type CourseId = Id<'course'>;
export type PersonId = Id<'person'>;
export type SyllabusId = Id<'syllabus'>;
export type RowId = Id<'row'>;
export type LaunchId = Id<'launch'>;

export const idPattern = /^[0-9a-f]{24}$/;

/** Reads a stored or looked-up id. A client's id stays `unsafe…` until it was looked up inside the caller's course. */
export function asId<Kind extends string>(value: string): Id<Kind> {
  return value as Id<Kind>;
}
