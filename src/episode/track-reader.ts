import type { EpisodeProbe, MediaTools } from '../media/index.js';
import type { ProcessVideoRequest } from '../shared/inputs.js';
import { shortLivedThread } from '../threads/index.js';
import type { Tracks } from './tracks.js';

/** Reads subtitle tracks without keeping what that takes; see {@link trackReader}. */
export interface TrackReader {
  /** The same as `readTracks`. */
  read(
    request: ProcessVideoRequest,
    probe: EpisodeProbe,
    tools: MediaTools,
    signal?: AbortSignal,
  ): Promise<Tracks>;
  /** Ends the thread now. What is under way fails. */
  close(): Promise<void>;
}

export interface TracksQuestion {
  request: ProcessVideoRequest;
  probe: EpisodeProbe;
  tools: MediaTools;
}

/** Gone before the lexicon comes, which takes as much again. */
const KEEP_MS = 0;

/** A reader whose knowledge of languages (some 80 MB of n-grams) is there only while it is asked. */
export function trackReader(): TrackReader {
  const thread = shortLivedThread<TracksQuestion, Tracks>(new URL('./tracks-thread.js', import.meta.url), {
    name: 'The reading of subtitles',
    keepMs: KEEP_MS,
  });
  return {
    read: (request, probe, tools, signal) => thread.ask({ request, probe, tools }, signal),
    close: () => thread.close(),
  };
}
