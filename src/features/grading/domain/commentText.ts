/** What may stand in a comment for a value that is known only when it is released: "{name}, {result} ({letter})". */
export const commentVariables = ['name', 'result', 'letter', 'gpa', 'label'] as const;
export type CommentVariable = (typeof commentVariables)[number];

/** The comment with its variables filled in; braces around anything else stay as they were written. */
export function expandComment(text: string, values: Readonly<Record<CommentVariable, string>>): string {
  return text.replace(/\{(\w+)\}/g, (written, name: string) => (isVariable(name) ? values[name] : written));
}

const isVariable = (name: string): name is CommentVariable =>
  commentVariables.some(variable => variable === name);
