import { describe, expect, it, vi } from 'vitest';
import { printable, printableLines } from '../../src/client/cli/printable.js';
import { styled, Terminal } from '../../src/client/cli/terminal.js';

describe('what comes from files and servers', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['cleared screens', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['window titles', '\u001b]0;owned\u0007safe', 'safe'],
    ['eight-bit sequences', '\u009b31mred', 'red'],
    ['sequences within sequences', '\u001b\u001b[31m[31mred', '[31mred'],
    ['bells and backspaces', 'pass\u0008\u0008\u0007word', 'password'],
    ['lines', 'one\r\ntwo\tthree', 'one two three'],
    ['reversed text', 'invoice\u202egpj.exe', 'invoicegpj.exe'],
  ])('loses its %s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('keeps what people write', () => {
    const text = 'Ça va? 한번 해 보다 — 機会 👨‍👩‍👧 naïve “quotes”';
    expect(printable(text)).toBe(text);
    expect(printableLines('one\n\u001b[1mtwo')).toBe('one\ntwo');
  });

  it('gets to no stream with its sequences, styled or not', () => {
    const written: string[] = [];
    const spy = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    try {
      new Terminal({ json: false }).say('a \u001b[2J', styled('bold', 'b\u001b]0;x\u0007'), ' c');
    } finally {
      spy.mockRestore();
    }
    expect(written.join('').replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '')).toBe('a b c\n');
  });
});
