import { beforeAll, describe, expect, it } from 'vitest';
import { findCandidates, type Lexicon, loadLexicon } from '../../src/expressions/index.js';
import { cuesOf, wordsAt } from './cues.js';

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await loadLexicon();
});

/** What is accepted in the cues: headword and the words lit. */
function found(...texts: string[]): Record<string, string[]> {
  const cues = cuesOf(...texts);
  const accepted = findCandidates(cues, lexicon).filter((candidate) => candidate.accepted);
  return Object.fromEntries(accepted.map((candidate) => [candidate.headword, wordsAt(candidate, cues)]));
}

describe('where an expression is found', () => {
  it.each([
    ['next to each other', 'Please calm down now.', 'calm down', ['calm down']],
    ['inflected', 'They were running out of time.', 'run out of', ['running out of']],
    ['irregular', 'He found out yesterday.', 'find out', ['found out']],
    ['around a pronoun', 'Can you pick me up at six?', 'pick up', ['pick', 'up']],
    ['around a longer object', 'I turned the old radio off.', 'turn off', ['turned', 'off']],
    ['with a possessor', 'Have you lost your mind?', "lose one's mind", ['lost', 'mind']],
    [
      'with a possessor in -s',
      "It blew Emo's mind, and he lost Emo's mind.",
      "lose one's mind",
      ['lost', 'mind'],
    ],
    [
      'with a possessor of several words',
      "He gets on my poor father's nerves.",
      "get on one's nerves",
      ['gets on', 'nerves'],
    ],
    ['with a word put in', 'I gave it a real shot.', 'give it a shot', ['gave it a', 'shot']],
    [
      'over a line break',
      "I've been alone for as long\nas I can remember.",
      'as long as I can remember',
      ['as long\nas I can remember'],
    ],
    [
      'with another subject',
      'As long as we can remember.',
      'as long as I can remember',
      ['As long as we can remember'],
    ],
    ['with hyphens', 'It was a piece-of-cake exam.', 'a piece of cake', ['a piece-of-cake']],
    ['in a spoken spelling', "I'm kinda busy.", 'kind of', ['kinda']],
    ['in a clipped spelling', "He's gettin' away!", 'get away', ["gettin' away"]],
    ['with "em', "Don't let 'em down.", 'let down', ['let', 'down']],
    ['with a curly apostrophe', 'I’m telling you, run!', "I'm telling you", ['I’m telling you']],
    ['after a pause', 'Give it...\n...a shot.', 'give it a shot', ['Give it...\n...a shot']],
    ['in capitals only', 'WATCH OUT! IT IS COMING!', 'watch out', ['WATCH OUT']],
  ])('%s', (_, text, headword, words) => {
    expect(found(text)[headword]).toEqual(words);
  });

  it('over two cues of one sentence', () => {
    expect(found('I think he finally lost', 'his mind in there.')["lose one's mind"]).toEqual([
      'lost',
      'mind',
    ]);
  });

  it('not over the end of a sentence, another speaker, or a long silence', () => {
    expect(found('We lost. His mind is strong.')["lose one's mind"]).toBeUndefined();
    expect(found('- Calm\n- Down.')['calm down']).toBeUndefined();
    const cues = cuesOf('I think he finally lost', 'his mind in there.');
    cues[1] = { ...cues[1]!, startMs: 60_000, endMs: 62_000 };
    expect(findCandidates(cues, lexicon).some(({ headword }) => headword === "lose one's mind")).toBe(false);
  });
});

describe('offsets', () => {
  it('are UTF-16 positions in the text as it is', () => {
    const cues = cuesOf('😀👩‍👩‍👧 “Give it a shot!” — naïve Zoë');
    const [shot] = findCandidates(cues, lexicon).filter(({ headword }) => headword === 'give it a shot');
    expect(shot!.spans).toEqual([{ cue: 0, start: 12, end: 26 }]);
    expect(wordsAt(shot!, cues)).toEqual(['Give it a shot']);
  });

  it('always cut out whole words, and text shows them as spoken', () => {
    const cues = cuesOf(
      'Well, I— I’m gonna pick the whole\nthing up, ok?',
      '\u200eShe gave\u00a0up.\u200f Ｗatch out!',
      '♪ Once in a blue\nmoon ♪ [door opens] (sighs) Call it a day.',
    );
    const candidates = findCandidates(cues, lexicon);
    expect(candidates.length).toBeGreaterThanOrEqual(4);
    for (const candidate of candidates) {
      for (const { cue, start, end } of candidate.spans) {
        expect(cues[cue]!.text.slice(start, end)).toMatch(/^[\p{L}'’].*[\p{L}]$/su);
        expect(cues[cue]!.text[start - 1] ?? ' ').not.toMatch(/\p{L}/u);
        expect(cues[cue]!.text[end] ?? ' ').not.toMatch(/\p{L}/u);
      }
      expect(candidate.text.split(' ... ').length).toBeLessThanOrEqual(candidate.spans.length);
      expect(candidate.text).not.toMatch(/\n/u);
    }
    expect(candidates.find(({ headword }) => headword === 'pick up')?.text).toBe('pick ... up');
    expect(candidates.find(({ headword }) => headword === 'once in a blue moon')?.text).toBe(
      'Once in a blue moon',
    );
    expect(candidates.some(({ headword }) => headword === 'give up')).toBe(true);
  });

  it('refer to positions in the list, not to the cues own numbers', () => {
    const cues = cuesOf('Nothing here.', 'Calm down!').map((cue) => ({ ...cue, index: cue.index + 40 }));
    expect(findCandidates(cues, lexicon)[0]!.spans[0]!.cue).toBe(1);
  });
});

describe('what is no expression', () => {
  it.each([
    ['a name', 'Meet me in the Piece Of Cake bakery.'],
    ['a web address', 'See www.calm-down.com/give_up?let=down and me@hang-out.org'],
    ['garbage', '%%% ### 0x9f_give_up _ _ <<>> \u0000 \ud800'],
    ['a sound', '[calm down music] (watch out)'],
    ['nothing', ''],
    ['blank', ' \n\t '],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual({});
  });

  it('a verb before a place: "die out here"', () => {
    expect(found('We could easily die out here.')['die out']).toBeUndefined();
  });

  it('a preposition that looks like a particle: "put the book on the table"', () => {
    expect(found('She put the book on the table.')['put on']).toBeUndefined();
    expect(found('She put the coat on.')['put on']).toEqual(['put', 'on']);
  });

  it.each([
    ['look into', 'She looked into the drawer.', 'She looked into the matter.'],
    ['run into', 'He ran into the kitchen.', 'He ran into an old friend.'],
    ['turn up', 'He turned up the road.', 'He turned up the volume.'],
  ])('a place after the particle of "%s"', (headword, place, meant) => {
    expect(found(place)[headword]).toBeUndefined();
    expect(found(meant)[headword]).toBeDefined();
  });

  it('other grammar: "you know him", "I used a hammer"', () => {
    expect(found('Do you know him?')['you know']).toBeUndefined();
    expect(found('It was, you know, strange.')['you know']).toEqual(['you know']);
    expect(found('He was held on the ground.')['hold on']).toBeUndefined();
    expect(found('It is used to cut wood.')['used to']).toBeUndefined();
    expect(found('I feel like a child.')['feel like doing something']).toBeUndefined();
  });

  it('a literal use that the words near by give away', () => {
    const cues = cuesOf('The ship had to break the ice on the lake.');
    const [ice] = findCandidates(cues, lexicon).filter(({ headword }) => headword === 'break the ice');
    expect(ice).toMatchObject({ accepted: false });
    expect(ice!.reasons.join('\n')).toContain('literal here');
    expect(found('A joke will break the ice.')['break the ice']).toBeDefined();
  });

  it('part of a longer expression', () => {
    const candidates = findCandidates(cuesOf('She gets tired of this.'), lexicon);
    expect(candidates.filter(({ accepted }) => accepted).map(({ headword }) => headword)).toEqual([
      'get tired of',
    ]);
  });
});

describe('meaning and translation', () => {
  it('are those of the sense that the line uses', () => {
    const meaning = (line: string) =>
      findCandidates(cuesOf(line), lexicon).find(({ headword }) => headword === 'take off')?.meaning;
    expect(meaning('Take off your coat.')).toMatch(/wearing/);
    expect(meaning('The plane took off at nine.')).toMatch(/fly/);
  });

  it.each([
    ['I want to talk to your boss. Put him on.', 'put on', /phone/],
    ['He always puts me down when people are there.', 'put down', /stupid/],
    ['You fell for her, admit it.', 'fall for', /love/],
    ['You fell for it.', 'fall for', /trick/],
    ['We have to turn it off.', 'turn off', /machine/],
    ['Rich men turn me off.', 'turn off', /lose interest/],
    ['The owner got picked up in March by the police.', 'pick up', /arrest/],
    ['She checked out this morning, so ask at the hotel desk.', 'check out', /pay and leave/],
  ])('fit the object and the words near by: %s', (line, headword, meaning) => {
    const [candidate] = findCandidates(cuesOf(line), lexicon).filter((each) => each.headword === headword);
    expect(candidate!.meaning).toMatch(meaning);
    expect(candidate!.reasons.join()).not.toContain('several meanings');
  });

  it('count the lines before and after for less than the line itself', () => {
    const reasonsOf = (...lines: string[]) =>
      findCandidates(cuesOf(...lines), lexicon)
        .filter(({ headword }) => headword === 'break down')
        .map(({ meaning, reasons }) => `${meaning}: ${reasons.join()}`);
    expect(reasonsOf('The car is old.', 'It broke down.')[0]).toMatch(/^stop working(?!.*several meanings)/);
    expect(reasonsOf('The car is old.', 'She broke down in tears.')[0]).toMatch(/^suddenly start to cry/);
  });

  it('are not taught where the words mean what they say', () => {
    const [literal] = findCandidates(cuesOf('Put that gun down on the floor, now.'), lexicon).filter(
      ({ headword }) => headword === 'put down',
    );
    expect(literal).toMatchObject({ meaning: 'stop holding something' });
    expect(literal!.score).toBeLessThanOrEqual(0.15);
    expect(literal!.reasons).toContain('means what its words say here');
  });

  it.each(['What did you put down?', 'The one that he put down', 'He put down'])(
    'ask for no object where it may stand elsewhere or is left out: %s',
    (line) => {
      const [candidate] = findCandidates(cuesOf(line), lexicon).filter(
        ({ headword }) => headword === 'put down',
      );
      expect(candidate!.reasons.join()).toMatch(/several meanings/);
    },
  );

  it('leave an expression out where the line does not tell which sense is meant', () => {
    const [candidate] = findCandidates(cuesOf('It broke down.'), lexicon);
    expect(candidate).toMatchObject({ headword: 'break down', score: 0.15 });
    expect(candidate!.reasons.join()).toContain('several meanings');
  });

  it('come in the language that is asked for, or not at all', () => {
    const [line] = [cuesOf('Watch out!')];
    const translation = (native: string | null) => findCandidates(line!, lexicon, { native })[0]!.translation;
    expect(translation('ko')).toBe('조심해');
    expect(translation('fi')).toBeNull();
    expect(translation(null)).toBeNull();
  });
});

it.each(['[', '(', '.', 'a', "'", 'a.', '@', '-', '_', '\n-', '…', '😀', 'give up ', "n't", 'pick a '])(
  'takes a cue of ten thousand %j in its stride',
  (part) => {
    const cues = cuesOf(part.repeat(10_000), part.repeat(10_000));
    expect(findCandidates(cues, lexicon).length).toBeLessThanOrEqual(20_000);
  },
);
