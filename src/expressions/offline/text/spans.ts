import type { Cue } from '../../../shared/cue.js';
import type { Span } from '../../../shared/expression.js';
import type { Token } from './tokens.js';

/**
 * The places of an expression's own words: neighbouring words of one cue are one span, with the space, line break
 * or hyphen between them.
 *
 * @param own positions of the words among the tokens, in order
 */
export function spansOf(own: readonly number[], tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  own.forEach((position, index) => {
    const { cue, start, end } = tokens[position]!;
    const span = spans.at(-1);
    const follows = position === (own[index - 1] ?? -2) + 1;
    if (span !== undefined && span.cue === cue && (follows || start < span.end))
      span.end = Math.max(span.end, end);
    else spans.push({ cue, start, end });
  });
  return spans;
}

/** The words as spoken, in one line: ` ... ` stands for other words between them. */
export function spokenText(own: readonly number[], tokens: readonly Token[], cues: readonly Cue[]): string {
  const spans = spansOf(own, tokens);
  return spans
    .map(({ cue, start, end }, index) => {
      const words = cues[cue]!.text.slice(start, end).replace(/\s+/gu, ' ');
      if (index === 0) return words;
      const first = own.find(
        (position) => tokens[position]!.cue === cue && tokens[position]!.start === start,
      )!;
      return `${own.includes(first - 1) ? ' ' : ' ... '}${words}`;
    })
    .join('');
}
