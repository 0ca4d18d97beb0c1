import { describe, expect, it } from 'vitest';
import { decisionOf } from '../../src/client/cli/review/decision.js';
import { issuesText } from '../../src/shared/issues.js';
import { type Proposal, reviewDecisionSchema, reviewProblem } from '../../src/shared/review.js';

const item = (id: number, keep: boolean): Proposal['items'][number] => ({
  ...{ id, keep, headword: `word ${id}`, kind: 'idiom', level: 'B1', text: 'a word', line: 'A word.' },
  ...{ startMs: 0, meaning: `meaning ${id}`, translation: null },
});
const proposal: Proposal = { items: [item(1, true), item(2, true), item(3, true), item(4, false)] };

describe('a decision by options', () => {
  it.each([
    [{ approve: true }, [1, 2, 3]],
    [{ keep: [4, 1] }, [1, 4]],
    [{ drop: [2] }, [1, 3]],
    [{ edit: '[{"id": 4, "keep": true}, {"id": 1, "keep": false}]' }, [2, 3, 4]],
    [{ edit: '{"items": [{"id": 4, "keep": true}]}', drop: [1] }, [2, 3, 4]],
    [{ edit: '[{"id": 4, "keep": true}]', keep: [2] }, [2]],
    [{ drop: [1, 2, 3] }, []],
  ])('%j keeps %j', (flags, keep) => {
    expect(decisionOf(proposal, flags)?.keep).toEqual(keep);
  });

  it('is none without options', () => {
    expect(decisionOf(proposal, {})).toBeNull();
  });

  it('edits only what is different, and takes what --json prints', () => {
    const [first, ...rest] = proposal.items;
    const edit = JSON.stringify({
      workflowId: 'w',
      items: [{ ...first, meaning: 'mine', translation: '나' }, ...rest],
    });
    expect(decisionOf(proposal, { edit })).toEqual({
      keep: [1, 2, 3],
      edits: [{ id: 1, meaning: 'mine', translation: '나' }],
    });
    expect(decisionOf(proposal, { edit: JSON.stringify(proposal) })?.edits).toEqual([]);
  });

  it.each([
    [{ keep: [1], drop: [2] }, 'in two ways'],
    [{ drop: [9] }, 'no expression 9'],
    [{ edit: '[{"id": 9}]' }, 'no expression 9'],
    [{ edit: 'not json' }, 'not JSON'],
    [{ edit: '{"expressions": []}' }, 'cannot be used'],
    [{ edit: '[{"id": "one"}]' }, 'cannot be used'],
  ])('%j is refused', (flags, why) => {
    expect(() => decisionOf(proposal, flags)).toThrow(why);
  });
});

describe('what a run takes', () => {
  const problem = (decision: unknown) => reviewProblem(proposal, reviewDecisionSchema.parse(decision));
  it.each([
    [{ keep: [] }, 'at least one'],
    [{ keep: [1, 7] }, 'no expression 7'],
    [{ keep: [1], edits: [{ id: 7 }] }, 'no expression 7'],
    [{ keep: [1, 1] }, 'kept twice'],
    [{ keep: [1], edits: [{ id: 1 }, { id: 1 }] }, 'edited twice'],
  ])('is not %j', (decision, why) => {
    expect(problem(decision)).toContain(why);
  });

  it('is a choice with changes, also of translations that are taken away', () => {
    expect(problem({ keep: [4], edits: [{ id: 4, meaning: ' mine ', translation: null }] })).toBeNull();
  });

  it('is refused in a few words, however much is wrong with it', () => {
    const strangers = Array.from({ length: 100 }, (_, i) => ({ id: 1000 + i }));
    expect(problem({ keep: [1], edits: strangers })).toBe(
      'There is no expression 1000, 1001, 1002, 1003, 1004 and 95 more: they are numbered 1 to 4.',
    );
    const floods = [
      { keep: [1], edits: Array<object>(100_000).fill({}) },
      { keep: [1], edits: Array<object>(100_000).fill({ id: 1 }) },
      { keep: [1], ['k'.repeat(1_000_000)]: true },
    ];
    for (const flood of floods) {
      const { error } = reviewDecisionSchema.safeParse(flood);
      expect(issuesText(error!).length).toBeLessThan(5000);
    }
  });

  it.each([
    [{ keep: [1], edits: [{ id: 1, meaning: '' }] }, 'the meaning is empty'],
    [{ keep: [1], edits: [{ id: 1, meaning: 'x'.repeat(161) }] }, 'longer than 160'],
    [{ keep: [1], edits: [{ id: 1, translation: 'x'.repeat(81) }] }, 'longer than 80'],
    [{ keep: [1], more: true }, 'more'],
    [{ keep: ['1'] }, 'expected number'],
    ['approve', 'expected object'],
  ])('has the shape of one: not %j', (decision, why) => {
    expect(reviewDecisionSchema.safeParse(decision).error?.message).toContain(why);
  });
});
