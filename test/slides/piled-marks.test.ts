import sharp from 'sharp';
import { expect, it } from 'vitest';
import { drawStill, slideFromContent } from '../../src/slides/index.js';

it('hundreds of marks on one letter are drawn as a slide like any other', async () => {
  const content = slideFromContent({ expression: `e${'\u0301'.repeat(399)}` });
  const { width, height } = await sharp(await drawStill(content, { width: 640, height: 360 })).metadata();
  expect([width, height]).toEqual([640, 360]);
});
