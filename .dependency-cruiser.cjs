/**
 * The rules that keep each room readable without the others.
 * `npm run check:imports` enforces them.
 */
const rooms = '^src/(media|subtitles|expressions|episode|lesson|slides|study|storage)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-only-shared',
      comment:
        'Workflow code is replayed: it may use shared values and the workflow SDK, activities as types only.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: {
        pathNot: ['^src/(workflows|shared)/', 'node_modules/(@temporalio/workflow|zod)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: ['^src/shared/', 'node_modules/zod/'] },
    },
    {
      name: 'rooms-know-no-temporal',
      severity: 'error',
      from: { path: rooms },
      to: { path: ['node_modules/@temporalio/', '^src/(workflows|activities|worker|client|service)/'] },
    },
    {
      name: 'configuration-is-handed-on',
      comment: 'Only the entries of processes read the configuration; all else is given what it needs of it.',
      severity: 'error',
      from: { pathNot: '^src/(config|worker|service|client)/' },
      to: { path: '^src/config/' },
    },
    {
      name: 'config-has-one-entry',
      severity: 'error',
      from: { pathNot: '^src/config/' },
      to: { path: '^src/config/', pathNot: '^src/config/index\\.ts$' },
    },
    {
      name: 'config-knows-only-shared',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/(config|shared)/' },
    },
    {
      name: 'lesson-draws-nothing',
      comment:
        'The plan comes first: slides, captions and study packs are made from it, and it is told how they look.',
      severity: 'error',
      from: { path: '^src/lesson/' },
      to: { path: '^src/(slides|subtitles|study|storage|expressions|episode)/' },
    },
    {
      name: 'only-media-knows-fluent-ffmpeg',
      severity: 'error',
      from: { pathNot: '^src/media/' },
      to: { path: 'node_modules/fluent-ffmpeg/' },
    },
    {
      name: 'only-activities-and-worker-know-the-activity-sdk',
      severity: 'error',
      from: { pathNot: '^src/(activities|worker)/' },
      to: { path: 'node_modules/@temporalio/activity/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
