export { answerQuestions } from './answer-questions.js';
export { type ShortLivedThread, shortLivedThread } from './short-lived-thread.js';
