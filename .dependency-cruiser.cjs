/** The direction of imports. Rooms first, layers inside the room: kernel ← domain ← service ← routes, views, jobs. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'ltijs-in-one-place',
      comment: 'What ltijs leaves open is guarded in one module.',
      severity: 'error',
      from: { pathNot: '^src/lti/(provider|ltijs\\.d)\\.ts$' },
      to: { path: 'node_modules/ltijs|^ltijs' },
    },
    {
      name: 'mongoose-only-in-stores',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/store/|Store\\.ts$|^src/lti/ltijsDatabase\\.ts$' },
      to: { path: 'node_modules/(mongoose|mongodb)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'express-only-at-the-web',
      severity: 'error',
      from: {
        path: '^src',
        pathNot: '^src/(app|server)\\.ts$|^src/web/|Routes\\.ts$|^src/practice-lms/|^src/lti/provider\\.ts$',
      },
      to: { path: 'node_modules/express/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'No store, no web, no clock, no files: values in, values out.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/domain/' },
      to: {
        pathNot:
          '^src/features/[^/]+/(domain/|index\\.ts$)|^src/kernel/|^src/i18n/|^src/documents/|node_modules/(zod|temporal-polyfill)/',
      },
    },
    {
      name: 'kernel-knows-nobody',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/', pathNot: '^src/kernel/|^src/i18n/lang\\.ts$' },
    },
    {
      name: 'rooms-have-one-door',
      comment: 'A room reaches another only through its index.ts.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/|^src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'store-behind-its-door',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: '^src/(store)/', pathNot: '^src/store/(index|dump|errors)\\.ts$' },
    },
    {
      name: 'embedded-store-knows-nothing-of-us',
      severity: 'error',
      from: { path: '^src/embedded-store/' },
      to: { path: '^src/', pathNot: '^src/embedded-store/' },
    },
    {
      name: 'practice-lms-is-another-program',
      comment: 'It talks to the tool over HTTP alone, as any LMS does; the server only starts it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/practice-lms/|^src/server\\.ts$' },
      to: { path: '^src/practice-lms/' },
    },
    {
      name: 'browser-takes-pure-code-only',
      severity: 'error',
      from: { path: '^src/browser/' },
      to: { pathNot: '^src/browser/|^src/kernel/|^src/features/[^/]+/domain/|^src/i18n/lang\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
