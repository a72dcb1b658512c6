/** The panel's form as a browser without script posts it: every value is what stood in its field. */
export interface FormSave {
  readonly rev: number;
  readonly rubricVersion: number;
  readonly criteria: readonly string[];
  readonly bands: readonly (number | null)[];
  readonly comment: string;
}

export function readForm(body: Readonly<Record<string, string>>, criteria: number): FormSave {
  const places = Array.from({ length: criteria }, (_, index) => index);
  return {
    rev: wholeNumber(body['rev']) ?? 0,
    rubricVersion: wholeNumber(body['rubricVersion']) ?? 0,
    criteria: places.map(index => body[`percent-${index}`] ?? ''),
    bands: places.map(index => wholeNumber(body[`band-${index}`])),
    comment: body['comment'] ?? '',
  };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
