/**
 * An ASS script in a picture's own pixels, in which libass places, breaks and moves nothing by itself.
 *
 * @param styles and `events`: the lines of these sections, in the order of fields that the `Format` lines say.
 */
export function assDocument(
  picture: { width: number; height: number },
  styles: readonly string[],
  events: readonly string[],
): string {
  const { width, height } = picture;
  return `${[
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    `LayoutResX: ${width}`,
    `LayoutResY: ${height}`,
    'ScaledBorderAndShadow: yes',
    'WrapStyle: 2',
    'Kerning: yes',
    'YCbCr Matrix: None',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    ...styles,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...events,
  ].join('\n')}\n`;
}
