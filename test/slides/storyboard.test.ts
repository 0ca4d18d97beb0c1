import { describe, expect, it } from 'vitest';
import { sharp } from '../../src/slides/draw/sharp.js';
import { storyboard } from '../../src/slides/index.js';

const plain = (width: number, height: number, background: string): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

/** Colours of a PNG by place. */
async function pixels(png: Buffer) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { info, at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)] };
}

describe('storyboard', () => {
  it('sets pictures in rows, each with its label below', async () => {
    const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#ff00ff'];
    const pictures = await Promise.all(
      colours.map(async (colour, i) => ({ label: `Scene ${i + 1}`, png: await plain(640, 360, colour) })),
    );
    const { info, at } = await pixels(await storyboard(pictures, { columns: 3, cellWidth: 160 }));
    expect(info.width).toBe(16 + 3 * (160 + 16));
    const row = 90 + 33 + 16;
    expect(info.height).toBe(16 + 2 * row);
    expect(at(16 + 80, 16 + 45)).toEqual([255, 0, 0]);
    expect(at(16 + 176 + 80, 16 + 45)).toEqual([0, 255, 0]);
    expect(at(16 + 80, 16 + row + 45)).toEqual([255, 255, 0]);
    // The labels: something light below each of five pictures, nothing below the sixth cell.
    const lit = (column: number, line: number): boolean => {
      for (let y = 16 + line * row + 92; y < 16 + line * row + 122; y++) {
        for (let x = 16 + column * 176; x < 16 + column * 176 + 160; x++) {
          if ((at(x, y)[0] ?? 0) > 120) return true;
        }
      }
      return false;
    };
    expect([0, 1, 2].map((column) => lit(column, 0))).toEqual([true, true, true]);
    expect([0, 1, 2].map((column) => lit(column, 1))).toEqual([true, true, false]);
  });

  it('shows portrait pictures whole, in the middle of their cells', async () => {
    const { info, at } = await pixels(
      await storyboard(
        [
          { label: '한번 해 보다', png: await plain(640, 360, '#ff0000') },
          { label: 'لنجرب', png: await plain(1080, 1920, '#00ff00') },
        ],
        { cellWidth: 200 },
      ),
    );
    expect(info.width).toBe(16 + 2 * 216);
    expect(at(16 + 216 + 100, 20)).toEqual([0, 255, 0]);
    expect(at(16 + 216 + 100, 16 + 198)).toEqual([0, 255, 0]);
    expect(at(16 + 216 + 20, 116)).not.toEqual([0, 255, 0]);
  });

  it('takes any label, and no pictures', async () => {
    const png = await plain(64, 36, '#ff0000');
    const labels = ['', '😀', 'ลองดู', '<b>&'.repeat(200), '\u202eabc\u0000'];
    await expect(storyboard(labels.map((label) => ({ label, png })))).resolves.toBeInstanceOf(Buffer);
    await expect(storyboard([])).resolves.toBeInstanceOf(Buffer);
    await expect(storyboard([{ label: 'x', png: Buffer.from('GIF89a') }])).rejects.toThrow();
  });
});
