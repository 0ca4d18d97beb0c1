import type { Inset, LessonFormat } from '../lesson/plan-types.js';

/** The copy behind an inset picture is blurred at this share of the frame's size, where a blur costs next to nothing. */
const SMALL = 1 / 12;
/** Standard deviation of the blur, in pixels of the small copy. */
const BLUR = 3;
/** Colours of the copy are kept to this share, so that it stays behind. */
const SATURATION = 0.8;

/**
 * Filters from a picture of the inset's own size to the whole frame: the picture in its place, and around it a copy of
 * its middle that fills the frame, blurred and dimmed. Limited range, yuv420p, as all lessons are.
 */
export function insetFilters(inset: Inset, { width, height }: LessonFormat): string[] {
  const even = (pixels: number) => Math.max(2, Math.round((pixels * SMALL) / 2) * 2);
  const small = `${even(width)}:${even(height)}`;
  const dimmed = `16+(val-16)*${inset.backdropBrightness}`;
  const muted = `128+(val-128)*${SATURATION}`;
  const behind = [
    `scale=${small}:force_original_aspect_ratio=increase:force_divisible_by=2:flags=area`,
    `crop=${small}`,
    `gblur=sigma=${BLUR}:steps=2`,
    `lutyuv=y='${dimmed}':u='${muted}':v='${muted}'`,
    `scale=${width}:${height}:flags=bicubic`,
    'setsar=1',
  ];
  const place = `overlay=${inset.x}:${inset.y}:format=yuv420`;
  return [`split=2[front][copy];[copy]${behind.join(',')}[behind];[behind][front]${place}`];
}
