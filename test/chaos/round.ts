import { join } from 'node:path';
import type { RunReference } from '../../src/client/index.js';
import type { ProcessVideoInput } from '../../src/shared/inputs.js';
import type { EncodeStart } from '../integration/support/watched-ffmpeg.js';
import type { EncodeWatch } from './encode-watch.js';
import type { Random } from './random.js';
import type { Site } from './site.js';
import { becomes, pause } from './wait.js';

/** The steps of a run at which something can happen to it. */
export const STEPS = [
  'openRun',
  'probeEpisode',
  'readSubtitles',
  'findExpressions',
  'planLesson',
  'drawSlides',
  'renderSegments',
  'joinLesson',
  'publishStudyPack',
  'closeRun',
] as const;
export type Step = (typeof STEPS)[number];

/** How a run may end; error kinds stand for a failed run. */
export type Ending = 'SUCCESS' | 'CANCELLED' | string;

/** What a kind of trouble hands back once it has struck. */
export interface Aftermath {
  run: RunReference;
  outputDir: string;
  /** All right outcomes. */
  may: readonly Ending[];
  /** Nobody closed the run: its folder is the cleanup's to take. */
  leavesFolder?: boolean;
}

/** One run of the episode, one trouble, and what is learnt of it. */
export interface Round {
  random: Random;
  site: Site;
  watch: EncodeWatch;
  /** Starts the run. */
  start(input?: Partial<ProcessVideoInput>): Promise<RunReference>;
  outputDir: string;
  /** The request that {@link Round.start} makes. */
  input(extra?: Partial<ProcessVideoInput>): ProcessVideoInput;
  /** Waits for a random moment of the run: somewhere within one of these steps. */
  moment(run: RunReference, steps?: readonly Step[]): Promise<void>;
  /** Waits until an encode is alive; null where the run ended without one. */
  encode(run: RunReference, which?: (start: EncodeStart) => boolean): Promise<EncodeStart | null>;
  /** The trouble happens now. */
  strike(what: string): void;
  /** Something is not as it is promised. */
  problem(text: string): void;
  /** Fails the round unless all these ffmpegs are gone within a second. */
  expectGone(pids: () => Promise<number[]>): Promise<void>;
  /** For how long a worker was stopped and could not see the cache, ms. */
  frozenMs: number;
  struckAt: number | null;
  notes: string[];
  problems: string[];
}

export function makeRound(number: number, random: Random, site: Site, watch: EncodeWatch): Round {
  const outputDir = join(site.outputs, `round-${number}`, 'pack');
  const round: Round = {
    random,
    site,
    watch,
    outputDir,
    frozenMs: 0,
    struckAt: null,
    notes: [],
    problems: [],
    input: (extra = {}) => ({
      videoPath: site.episode.video,
      subtitles: site.episode.subtitles,
      outputDir,
      options: { maxExpressions: 2, level: 'B1' },
      limits: { heartbeatMs: site.config.heartbeatTimeoutMs },
      ...extra,
    }),
    start: (extra) => site.withLangflix((langflix) => langflix.start(round.input(extra))),
    async moment(run, steps = STEPS) {
      const step = random.pick(steps);
      const nth = step === 'renderSegments' ? random.whole(1, 5) : 1;
      const delayMs = random.whole(0, 300);
      const begun = async () => {
        const events = (await site.events()).filter(({ runId }) => runId === run.runId);
        const started = events.filter(({ activity, msg }) => activity === step && msg === 'started');
        const closed = events.some(({ activity, msg }) => activity === 'closeRun' && msg === 'finished');
        return started.length >= nth || closed;
      };
      if (!(await becomes(begun, 60_000))) round.problem(`the run never came to ${step} ${nth}`);
      await pause(delayMs);
      round.notes.push(`${step}${nth > 1 ? ` ${nth}` : ''}+${delayMs}`);
    },
    async encode(run, which = () => true) {
      let found: EncodeStart | undefined;
      const alive = async () => {
        found = (await site.ffmpeg.alive()).find(which);
        if (found !== undefined) return true;
        const ended = (await site.events()).some(
          ({ runId, activity }) => runId === run.runId && activity === 'closeRun',
        );
        return ended;
      };
      await becomes(alive, 60_000);
      return found ?? null;
    },
    strike(what) {
      round.notes.push(what);
      round.struckAt ??= Date.now();
    },
    problem: (text) => void round.problems.push(text),
    async expectGone(pids) {
      if (await becomes(async () => (await pids()).length === 0, 1000)) return;
      round.problem(`processes ${(await pids()).join(', ')} outlived their worker by a second`);
    },
  };
  return round;
}
