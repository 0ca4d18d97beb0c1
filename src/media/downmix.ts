/**
 * How loud each source channel is in the lesson. ffmpeg's own downmix of 5.1 puts the centre, where the
 * dialogue is, 10.7 dB below what it was (measured on ffmpeg 5.1); a learner needs it in front. Weights are
 * normalised to a sum of 1 per side, so nothing can clip: in 5.1 the centre then loses 3.7 dB.
 */
const WEIGHTS: Record<string, { left: number; right: number }> = {
  FL: { left: 2.5, right: 0 },
  FR: { left: 0, right: 2.5 },
  FC: { left: 6.5, right: 6.5 },
  FLC: { left: 2.5, right: 0 },
  FRC: { left: 0, right: 2.5 },
  BL: { left: 1, right: 0 },
  BR: { left: 0, right: 1 },
  SL: { left: 1, right: 0 },
  SR: { left: 0, right: 1 },
  WL: { left: 1, right: 0 },
  WR: { left: 0, right: 1 },
  BC: { left: 0.7, right: 0.7 },
  DL: { left: 2.5, right: 0 },
  DR: { left: 0, right: 2.5 },
};

/** Channels of ffmpeg's named layouts, in the order in which they are stored. */
const LAYOUTS: Record<string, string> = {
  '2.1': 'FL FR LFE',
  '3.0': 'FL FR FC',
  '3.0(back)': 'FL FR BC',
  '3.1': 'FL FR FC LFE',
  '4.0': 'FL FR FC BC',
  quad: 'FL FR BL BR',
  'quad(side)': 'FL FR SL SR',
  '4.1': 'FL FR FC LFE BC',
  '5.0': 'FL FR FC BL BR',
  '5.0(side)': 'FL FR FC SL SR',
  '5.1': 'FL FR FC LFE BL BR',
  '5.1(side)': 'FL FR FC LFE SL SR',
  '6.0': 'FL FR FC BC SL SR',
  '6.0(front)': 'FL FR FLC FRC SL SR',
  hexagonal: 'FL FR FC BL BR BC',
  '6.1': 'FL FR FC LFE BC SL SR',
  '6.1(back)': 'FL FR FC LFE BL BR BC',
  '6.1(front)': 'FL FR LFE FLC FRC SL SR',
  '7.0': 'FL FR FC BL BR SL SR',
  '7.0(front)': 'FL FR FC FLC FRC SL SR',
  '7.1': 'FL FR FC LFE BL BR SL SR',
  '7.1(wide)': 'FL FR FC LFE BL BR FLC FRC',
  '7.1(wide-side)': 'FL FR FC LFE FLC FRC SL SR',
  octagonal: 'FL FR FC BL BR BC SL SR',
  downmix: 'DL DR',
};

/** What ffmpeg takes a number of channels for when a file names no layout. */
const GUESSES: Record<number, string> = {
  3: 'FL FR LFE',
  4: 'FL FR FC BC',
  5: 'FL FR FC BL BR',
  6: 'FL FR FC LFE BL BR',
  7: 'FL FR FC LFE BC SL SR',
  8: 'FL FR FC LFE BL BR SL SR',
};

/**
 * The `pan` filter that makes a track stereo, dialogue in front.
 *
 * @param channels how many the track has.
 * @param layout ffmpeg's name of their layout, or null.
 */
export function stereoPan(channels: number, layout: string | null): string {
  if (channels === 1) return 'pan=stereo|c0=c0|c1=c0';
  const names = channelNames(channels, layout);
  if (names === null) return 'pan=stereo|c0=c0|c1=c1';
  const side = (which: 'left' | 'right') => {
    const weights = names.map((name) => WEIGHTS[name]?.[which] ?? 0);
    const sum = weights.reduce((a, b) => a + b, 0);
    const terms = weights.flatMap((w, i) => (w === 0 ? [] : [`${(w / sum).toFixed(4)}*c${i}`]));
    return terms.length === 0 ? 'c0' : terms.join('+');
  };
  return `pan=stereo|c0=${side('left')}|c1=${side('right')}`;
}

/** Null for plain stereo and for what cannot be told. */
function channelNames(channels: number, layout: string | null): string[] | null {
  if (channels === 2) return null;
  const listed = /(?:^|\()([A-Z]+(?:\+[A-Z]+)+)\)?$/.exec(layout ?? '')?.[1]?.split('+');
  const names = listed ?? (LAYOUTS[layout ?? ''] ?? GUESSES[channels])?.split(' ');
  return names?.length === channels ? names : null;
}
