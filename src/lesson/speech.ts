/** What the punctuation of a cue says about who speaks and whether the sentence goes on. Pure text questions. */

/** "- Hello", ">> Hello", "MARY: Hello": somebody begins to speak. */
const TURN = /^\s*(?:[-‐–—](?![-–—])|>>|\p{Lu}[\p{Lu}\d .'’#&()-]{1,30}:(?:\s|$))/u;
/** The same marks with what follows them, to be taken away when there is nobody else in the line. */
const TURN_MARK = /^\s*(?:[-‐–—]+\s*|>>+\s*)?(?:\p{Lu}[\p{Lu}\d .'’#&()-]{1,30}:\s+)?/u;
const TWO_TURNS_IN_ONE_LINE = /^\s*[-‐–—]\s*.+?[.!?…]["'”’]?\s+[-‐–—]\s*\p{Lu}/u;
const OPENING = /^["'“‘«([♪♫\s]+/u;
const CLOSING = /["'”’»)\]♪♫\s]+$/u;
const ABBREVIATION = /\b(?:Mr|Mrs|Ms|Dr|St|Prof|Sgt|Lt|Capt|vs)\.$/;

/** Whether a cue begins with the mark of a new speaker. */
export function beginsTurn(text: string): boolean {
  return TURN.test(text);
}

/** How many characters at the start of a cue only say who speaks. */
export function turnMarkLength(text: string): number {
  return TURN_MARK.exec(text)?.[0].length ?? 0;
}

/** Whether two people speak within one cue: a later line begins a turn, or dashes divide one line. */
export function hasTwoSpeakers(text: string): boolean {
  return text.split('\n').slice(1).some(beginsTurn) || TWO_TURNS_IN_ONE_LINE.test(text);
}

/** "[door slams]", "(SIGHS)", "♪": a cue in which nobody speaks. */
export function isSoundOnly(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text.replace(/\[[^\]]*\]|\([^)]*\)/gu, ''));
}

/** Lines of songs carry a note and are kept apart from speech. */
export function isSung(text: string): boolean {
  return /[♪♫]/u.test(text);
}

/** Whether a sentence may be over here: a stop, or a trailing off ("...", a dash). "Mr." ends nothing. */
export function endsSentence(text: string): boolean {
  const end = text.replace(CLOSING, '');
  return /[.!?…。！？]$/u.test(end) ? !ABBREVIATION.test(end) : /(?:--|[–—-])$/u.test(end);
}

/** Whether a cue trails off with "..." or a dash, so that the next one may take it up again. */
export function trailsOff(text: string): boolean {
  return /(?:\.\.|…|--|[–—-])$/u.test(text.replace(CLOSING, ''));
}

/** Whether a cue begins in lower case, once quotes and brackets are past. */
export function beginsLowerCase(text: string): boolean {
  return /^\p{Ll}/u.test(text.replace(OPENING, ''));
}

/** Whether a cue takes up what trailed off before it: "...and then", "--and then". */
export function beginsTakingUp(text: string): boolean {
  return /^(?:\.\.|…|--)/u.test(text.replace(OPENING, ''));
}
