// The thread behind `trackReader`.
import { answerQuestions } from '../threads/index.js';
import type { TracksQuestion } from './track-reader.js';
import { readTracks, type Tracks } from './tracks.js';

answerQuestions<TracksQuestion, Tracks>(({ request, probe, tools }) => readTracks(request, probe, tools));
