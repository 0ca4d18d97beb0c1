import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { identifyRequest } from '../episode/index.js';
import { PIPELINE_VERSION } from '../shared/names.js';
import type { ProcessVideoResult, Report } from '../shared/results.js';
import { assertOutputPlace, listFiles, publishPack, sharedFolder, stagingFolder } from '../storage/index.js';
import { buildManifest, expressionsFileOf, MANIFEST_FILE, packResult, segmentList } from '../study/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, stillPath } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Puts the study pack together beside its place, and then there in one step. */
export function publishStudyPack(deps: ActivityDependencies) {
  return (input: StepInput & Pick<Report, 'leftOut' | 'seconds'>): Promise<ProcessVideoResult> =>
    runStep(deps, 'publish', input, async ({ workflowId, runId, signal, progress }) => {
      const { request, fingerprint } = await readRunFile(deps.home, runId, 'request.json');
      const { probe } = await readRunFile(deps.home, runId, 'probe.json');
      const { plan } = await readRunFile(deps.home, runId, 'plan.json');
      const { candidates, ...found } = await readRunFile(deps.home, runId, 'expressions.json');
      const subtitles = await readRunFile(deps.home, runId, 'subtitles.json');
      // Once more: a link on the way may have been changed since the run was opened.
      await assertOutputPlace(request.outputDir, deps.home);
      const staged = await stagingFolder(request.outputDir, runId);

      const pack = join(sharedFolder(deps.home, runId), 'pack');
      const copies = [
        ['lesson.mp4', join(pack, 'lesson.mp4')],
        ...[...plan.clips, ...(plan.shorts?.files ?? [])].map(({ file }) => [file, join(pack, file)]),
        ...plan.slides.map(({ file, still }) => [file, stillPath(deps.home, runId, still)]),
      ] as [string, string][];
      for (const [i, [file, from]] of copies.entries()) {
        signal.throwIfAborted();
        progress(i, copies.length + 1, file);
        await mkdir(dirname(join(staged, file)), { recursive: true });
        await copyFile(from, join(staged, file));
      }
      const episode = { name: basename(request.videoPath), bytes: probe.bytes, fingerprint };
      const expressions = expressionsFileOf(plan, episode.name);
      await writeFile(join(staged, 'expressions.json'), `${JSON.stringify(expressions, null, 2)}\n`);

      const report: Report = {
        cues: subtitles.cues.length,
        droppedCues: subtitles.droppedCues,
        problems: subtitles.problems,
        notes: [...new Set([...subtitles.notes, ...found.notes, ...plan.notes])],
        candidates: candidates.length,
        accepted: candidates.filter(({ accepted }) => accepted).length,
        rejected: candidates.filter(({ accepted }) => !accepted).length,
        chosen: candidates.filter(({ chosen }) => chosen).length,
        leftOut: input.leftOut,
        seconds: input.seconds,
        model: found.model ?? null,
        review: found.review ?? null,
      };
      const manifest = buildManifest({
        workflowId,
        runId,
        request: (await identifyRequest(request)).request,
        episode,
        options: request.options,
        versions: {
          langflix: deps.version,
          pipeline: PIPELINE_VERSION,
          ffmpeg: deps.tools.version,
          node: process.versions.node,
        },
        files: await listFiles(staged),
        segments: segmentList(plan),
        report,
      });
      await writeFile(join(staged, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
      signal.throwIfAborted();
      progress(copies.length, copies.length + 1, request.outputDir);
      await publishPack({ staged, target: request.outputDir, workflowId, runId });
      return packResult(request.outputDir, manifest, expressions);
    });
}
