import { basename, extname, resolve } from 'node:path';
import type { Config } from '../../config/index.js';
import { type FinishedPack, finishedPack, identifyRequest, workflowIdOf } from '../../episode/index.js';
import { readTracks } from '../../episode/tracks.js';
import { extractExpressions, loadLexicon } from '../../expressions/index.js';
import { assertAllowed, modelProblem, type WantedModel } from '../../expressions/llm/index.js';
import { heardCues } from '../../lesson/index.js';
import { chooseAudio, findMediaTools, probeEpisode } from '../../media/index.js';
import { LangflixError, nothingFound } from '../../shared/errors.js';
import type { ProcessVideoRequest } from '../../shared/inputs.js';
import { assertOutputPlace, checkOutput, freeOutputFolder, homeLayout } from '../../storage/index.js';

export interface Preflight {
  request: ProcessVideoRequest;
  workflowId: string;
  /** What a person should know before it starts. */
  notes: string[];
  /** The result, when the same study pack is there already. */
  finished: FinishedPack | null;
}

/**
 * Refuses all that can be refused, in this process and before any server is started: the video is probed, the
 * subtitles are parsed, the output place is tried. Nothing is left behind. The activities check again.
 *
 * @param outputDir null: `./<video's name>-langflix`, with `-2` and so on while that is another request's
 */
export async function preflight(
  config: Config,
  wanted: Omit<ProcessVideoRequest, 'outputDir'>,
  outputDir: string | null,
): Promise<Preflight> {
  assertModel(config, wanted.options);
  const tools = await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath });
  const probe = await probeEpisode(wanted.videoPath, { tools });
  chooseAudio(wanted.videoPath, probe, wanted.options.audioTrack);
  const tracks = await readTracks({ ...wanted, outputDir: '/' }, probe, tools);

  const workflowIdFor = async (folder: string) =>
    workflowIdOf(await identifyRequest({ ...wanted, outputDir: folder }));
  const base = resolve(`${basename(wanted.videoPath, extname(wanted.videoPath))}-langflix`);
  const request = { ...wanted, outputDir: outputDir ?? (await freeOutputFolder(base, workflowIdFor)) };
  await assertOutputPlace(request.outputDir, homeLayout(config.home));
  const identity = await identifyRequest(request);
  const workflowId = workflowIdOf(identity);
  const finished = request.again ? null : await finishedPack(request.outputDir, identity.request);

  if (finished === null) {
    await checkOutput(request.outputDir, { workflowId });
    const { level, maxExpressions: max, known } = request.options;
    const { durationMs } = probe;
    const cues = heardCues(tracks.cues, { name: basename(request.videoPath), durationMs });
    const candidates = extractExpressions(
      cues,
      { max, level, native: tracks.native, known },
      await loadLexicon(),
    );
    // A model may find more.
    if (request.options.model === null && !candidates.some(({ chosen }) => chosen))
      throw nothingFound(tracks.cues.length, candidates.length, tracks.file ?? undefined);
  }
  return {
    request,
    workflowId,
    notes: [`English subtitles: ${tracks.source} (${tracks.cues.length} lines)`, ...tracks.notes],
    finished,
  };
}

/** A configured server's worker may have the key that this process has not, and allow what is not allowed here. */
function assertModel({ model: access, temporal }: Config, wanted: WantedModel): void {
  if (temporal.address !== null) return;
  assertAllowed(wanted, access);
  const problem = wanted.model === null ? null : modelProblem(wanted.model, access);
  if (problem === null) return;
  throw new LangflixError('InvalidInput', `${problem}.`, {
    hint: 'Set it, or use --model none: expressions are then found offline.',
  });
}
