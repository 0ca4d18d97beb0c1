import { z } from 'zod';

const text = z.string().optional();
const tags = z.record(z.string(), z.string()).default({});

const stream = z.object({
  index: z.number().int(),
  codec_type: text,
  codec_name: text,
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: text,
  pix_fmt: text,
  field_order: text,
  color_transfer: text,
  color_space: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  duration: text,
  channels: z.int().optional(),
  channel_layout: text,
  disposition: z.record(z.string(), z.number()).default({}),
  tags,
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).default([]),
});

/** The part of `ffprobe -of json -show_format -show_streams` that langflix reads. */
export const ffprobeOutput = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ duration: text, size: text }).optional(),
});

export type FfprobeOutput = z.infer<typeof ffprobeOutput>;
export type FfprobeStream = z.infer<typeof stream>;
