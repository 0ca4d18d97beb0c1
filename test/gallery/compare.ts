import pixelmatch from 'pixelmatch';
import { sharp } from '../../src/slides/draw/sharp.js';

/** Approved pictures are this wide, in pixels: a lesson as a phone shows it. */
export const PHONE_WIDTH = 360;

/** The picture as it is kept and compared: as wide as on a phone, a PNG of up to 256 colours. */
export async function forPhone(png: Buffer): Promise<Buffer> {
  return await sharp(png)
    .resize({ width: PHONE_WIDTH, kernel: 'lanczos3' })
    .removeAlpha()
    .png({ palette: true, colours: 128, dither: 0, effort: 7, compressionLevel: 9 })
    .toBuffer();
}

/** How far a colour may be off, on pixelmatch's scale: what encoders and font hinting change is well below it. */
const THRESHOLD = 0.2;

/**
 * The number of pixels that an observer would see to differ (by the YIQ colour difference; those that only smooth an
 * edge do not count), and a picture that shows them. Infinity for pictures of different sizes.
 */
export async function difference(
  one: Buffer,
  other: Buffer,
): Promise<{ pixels: number; share: number; picture: Buffer }> {
  const [a, b] = await Promise.all(
    [one, other].map((png) => sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  if (!a || !b || a.info.width !== b.info.width || a.info.height !== b.info.height) {
    return { pixels: Number.POSITIVE_INFINITY, share: 1, picture: one };
  }
  const { width, height } = a.info;
  const marks = Buffer.alloc(a.data.length);
  const pixels = pixelmatch(a.data, b.data, marks, width, height, { threshold: THRESHOLD });
  const picture = await sharp(marks, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { pixels, share: pixels / (width * height), picture };
}
