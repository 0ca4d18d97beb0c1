// Speed and memory of the extractor in a process of its own. As a program it measures and prints one line of JSON.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROUNDS = 20;

/** Processor time, not the clock: what else the machine does must not change the figures. */
function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs this file as a program, so that nothing else has warmed up or filled the memory. */
export function measureSpeed() {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the measurement failed: ${stderr}`);
  return JSON.parse(stdout);
}

async function measureHere() {
  const { findCandidates, loadLexicon } = await import('../../dist/expressions/index.js');
  const before = processorMs();
  const lexicon = await loadLexicon();
  const loadMs = Math.round(processorMs() - before);
  const cues = dialogue();
  const started = processorMs();
  for (let round = 0; round < ROUNDS; round += 1) findCandidates(cues, lexicon);
  const spent = (processorMs() - started) / 1000;
  const sentences = ROUNDS * cues.length;
  const residentMb = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  console.log(JSON.stringify({ sentencesPerSecond: sentences / spent, sentences, loadMs, residentMb }));
}

/** Our own gold's lines as one long film, three seconds each. */
function dialogue() {
  const lines = readFileSync(new URL('../../data/gold/subtitle-lines.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line, index) => ({
    ...{ index, startMs: index * 3000, endMs: index * 3000 + 2500 },
    text: JSON.parse(line).text,
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await measureHere();
