import { join } from 'node:path';
import sharp from 'sharp';
import { MOUTHS, personSvg } from './people.mjs';
import { BACKDROP, PLACES } from './places.mjs';
import { loudnessAt } from './speech.mjs';

/** The picture in pixels. */
export const PICTURE = { width: 1280, height: 720 };

/** Where the two stand: the left upper corner of their pictures. */
const STANDS = { mina: { x: 130, y: 180 }, tom: { x: 750, y: 172 } };

/** Seconds that a scene takes to come out of black, and to go back. */
const FADE = 0.35;

/** From which loudness (0 to 1) the mouth is half open, and open. */
const HALF_OPEN = 0.05;
const WIDE_OPEN = 0.16;

/**
 * The play as pictures: draws everything once, then composes any moment of it.
 *
 * @param {ReturnType<typeof import('./timeline.mjs').timelineOf>} timeline
 * @param {string} root the clone; captions are set in its Noto Sans
 * @returns {Promise<(seconds: number) => Buffer>} a moment as RGB bytes, row by row; the buffer is used again by the next call
 */
export async function openStage(timeline, root) {
  const people = {};
  for (const who of Object.keys(STANDS)) {
    people[who] = {};
    for (const mouth of MOUTHS) {
      people[who][mouth] = {
        false: await sprite(personSvg(who, mouth, false)),
        true: await sprite(personSvg(who, mouth, true)),
      };
    }
  }
  const sets = await Promise.all(timeline.scenes.map((scene) => buildSet(scene, root)));
  const frame = Buffer.alloc(PICTURE.width * PICTURE.height * 3);

  return (seconds) => {
    const index = Math.max(
      0,
      timeline.scenes.findLastIndex((scene) => scene.start <= seconds),
    );
    const scene = timeline.scenes[index];
    const { backdrop, movers, caption } = sets[index];
    const t = seconds - scene.start;
    const length = scene.end - scene.start;

    const pan = Math.round((BACKDROP.width - PICTURE.width) * ease(Math.min(1, t / length)));
    copyBackdrop(frame, backdrop, pan);
    for (const mover of movers) {
      const [x, y] = mover.at(t);
      paint(frame, mover.picture, Math.round(x) - pan, Math.round(y));
    }
    const line = timeline.lines.find((one) => one.start <= seconds && seconds < one.end);
    for (const [who, { x, y }] of Object.entries(STANDS)) {
      const speaking = line?.who === who;
      const mouth = speaking ? mouthFor(loudnessAt(line.samples, seconds - line.start)) : 'closed';
      const nod = speaking ? Math.round(7 * Math.sin(t * 7)) : Math.round(2 * Math.sin(t * 2));
      paint(frame, people[who][mouth][isBlinking(who, seconds)], x, y + 14 + nod);
    }
    paint(frame, caption, 40, 34);
    dim(frame, Math.min(1, t / FADE, (length - t) / FADE));
    return frame;
  };
}

async function buildSet({ place, caption }, root) {
  const { backdrop, movers } = PLACES[place];
  return {
    backdrop: await sharp(Buffer.from(backdrop)).flatten().removeAlpha().raw().toBuffer(),
    movers: await Promise.all(movers.map(async ({ svg, at }) => ({ picture: await sprite(svg), at }))),
    caption: await sign(caption, root),
  };
}

/** An SVG as RGBA pixels. */
async function sprite(svg) {
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A caption on a dark plate. The font comes from npm, so that the sign does not depend on the system's fonts. */
async function sign(text, root) {
  const fontfile = join(
    root,
    'node_modules/@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  );
  const letters = await sharp({
    text: {
      text: `<span foreground="#ffffff">${text}</span>`,
      font: 'Noto Sans SemiBold 24',
      fontfile,
      dpi: 96,
      rgba: true,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  const [width, height] = [letters.info.width + 48, 60];
  const plate = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="16" fill="#1c2030" opacity="0.78"/></svg>`;
  const png = await sharp(Buffer.from(plate))
    .composite([{ input: letters.data, left: 24, top: Math.round((height - letters.info.height) / 2) }])
    .png()
    .toBuffer();
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function copyBackdrop(frame, backdrop, pan) {
  const row = PICTURE.width * 3;
  for (let y = 0; y < PICTURE.height; y++) {
    const from = (y * BACKDROP.width + pan) * 3;
    backdrop.copy(frame, y * row, from, from + row);
  }
}

/** Lays an RGBA picture over the frame at a place that may be partly or wholly outside. */
function paint(frame, { data, width, height }, left, top) {
  const firstX = Math.max(0, -left);
  const lastX = Math.min(width, PICTURE.width - left);
  for (let y = Math.max(0, -top); y < Math.min(height, PICTURE.height - top); y++) {
    let from = (y * width + firstX) * 4;
    let to = ((top + y) * PICTURE.width + left + firstX) * 3;
    for (let x = firstX; x < lastX; x++, from += 4, to += 3) {
      const alpha = data[from + 3];
      if (alpha === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const under = frame[to + channel];
        frame[to + channel] =
          alpha === 255 ? data[from + channel] : under + ((data[from + channel] - under) * alpha) / 255;
      }
    }
  }
}

function dim(frame, light) {
  if (light >= 1) return;
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.round(value * Math.max(0, light)));
  for (let i = 0; i < frame.length; i++) frame[i] = table[frame[i]];
}

function mouthFor(loudness) {
  if (loudness < HALF_OPEN) return 'closed';
  return loudness < WIDE_OPEN ? 'half' : 'open';
}

/** Both blink for an eighth of a second, every three to four seconds, not together. */
function isBlinking(who, seconds) {
  return who === 'mina' ? seconds % 3.4 < 0.12 : (seconds + 1.3) % 3.9 < 0.12;
}

function ease(part) {
  return part * part * (3 - 2 * part);
}
