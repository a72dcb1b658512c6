/** The kinds of documents that go through an approval; each has steps of its own. */
export type DocumentKind = 'syllabus' | 'mooc-map';
