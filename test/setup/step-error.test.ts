import { describe, expect, it } from 'vitest';
import { runCommand } from '../../scripts/setup/run-command.mjs';
import { StepError, tellingLines } from '../../scripts/setup/step-error.mjs';

describe('a failed step', () => {
  it('names the step, the command, the end of what it said and the next thing to do', async () => {
    const script =
      'for (let i = 0; i < 40; i++) console.log("line " + i); console.error("no such package"); process.exit(3)';
    const error = await runCommand('npm packages', process.execPath, ['-e', script], {
      next: 'check the network',
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StepError);
    const report = (error as StepError).report();
    expect(report).toContain('✗ npm packages: failed with exit code 3');
    expect(report).toContain(`command: ${process.execPath} -e`);
    expect(report).toContain('    no such package');
    expect(report).toContain('    line 39');
    expect(report).not.toContain('    line 12\n');
    expect(report.split('\n').at(-1)).toBe('  next: check the network');
  });

  it('says so when the command is not there at all', async () => {
    await expect(runCommand('extras', 'no-such-program-here', [], { next: 'install it' })).rejects.toThrow(
      /ENOENT/,
    );
  });

  it('shows of a progress line only what was last to be seen', () => {
    expect(tellingLines('10 %\r50 %\r100 %\n\n  done\r\n', 5, 5)).toEqual(['100 %', '  done']);
  });

  it('leaves the middle of a long output out', () => {
    const long = Array.from({ length: 20 }, (_, i) => `${i}`).join('\n');
    expect(tellingLines(long, 2, 3)).toEqual(['0', '1', '…', '17', '18', '19']);
  });
});
