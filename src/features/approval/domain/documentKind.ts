/** The kinds of documents that go through an approval; each has steps of its own. */
export const documentKinds = ['syllabus', 'mooc-map'] as const;
export type DocumentKind = (typeof documentKinds)[number];
