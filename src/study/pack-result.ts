import type { ProcessVideoResult } from '../shared/results.js';
import { type ExpressionsFile, publicExpression } from './expressions-file.js';
import { MANIFEST_FILE, type Manifest } from './manifest.js';

/**
 * What a run answers, told from its study pack alone: so a finished pack gives the very answer of the run that made
 * it. `outputDir` is the pack's folder, absolute.
 */
export function packResult(
  outputDir: string,
  manifest: Pick<Manifest, 'files' | 'report'>,
  { expressions }: Pick<ExpressionsFile, 'expressions'>,
): ProcessVideoResult {
  const paths = manifest.files.map(({ path }) => path);
  const within = (folder: string) => paths.filter((path) => path.startsWith(`${folder}/`));
  const { report } = manifest;
  const taught = expressions.length === 1 ? '1 expression' : `${expressions.length} expressions`;
  const without = report.leftOut.length === 0 ? '' : `, ${report.leftOut.length} left out`;
  return {
    status: 'completed',
    message: `Made a lesson of ${minutes(report.seconds)} with ${taught}${without}.`,
    outputDir,
    expressions: expressions.map(publicExpression),
    outputs: {
      lesson: 'lesson.mp4',
      clips: within('clips'),
      shorts: within('shorts'),
      slides: within('slides'),
      manifest: MANIFEST_FILE,
    },
    report,
  };
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
