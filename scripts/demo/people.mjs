/** A person's picture in pixels. They stand on the picture's lower edge, seen from the hips up. */
export const PERSON = { width: 400, height: 560 };

/** How the mouth can look, from closed to wide open. */
export const MOUTHS = ['closed', 'half', 'open'];

const LOOKS = {
  mina: {
    skin: '#f4c9a4',
    shade: '#e0a983',
    clothes: '#e2634f',
    trim: '#f6efe4',
    gaze: 4,
    behind:
      '<path d="M84 210 C74 60 326 60 316 210 L322 330 C300 352 270 346 256 332 L144 332 C130 346 100 352 78 330 Z" fill="#3a2440"/>',
    before:
      '<path d="M110 186 C112 100 170 84 214 92 C270 96 292 132 291 190 C270 168 240 150 214 128 C190 160 150 178 110 186 Z" fill="#3a2440"/>',
  },
  tom: {
    skin: '#c98f65',
    shade: '#a8714b',
    clothes: '#2f7f86',
    trim: '#f4d35e',
    gaze: -4,
    behind: '<path d="M104 190 C96 78 150 62 200 62 C262 60 306 86 296 190 Z" fill="#22201f"/>',
    before:
      '<path d="M112 168 C112 104 150 84 202 84 C256 84 290 108 288 168 C272 138 250 124 226 126 C186 130 140 126 112 168 Z" fill="#22201f"/>' +
      '<g fill="none" stroke="#33302e" stroke-width="6"><circle cx="164" cy="196" r="29"/><circle cx="236" cy="196" r="29"/><path d="M193 192 Q200 187 207 192"/></g>',
  },
};

/**
 * A person as SVG.
 *
 * @param {'mina' | 'tom'} who
 * @param {'closed' | 'half' | 'open'} mouth
 * @param {boolean} blinking
 */
export function personSvg(who, mouth, blinking) {
  const { skin, shade, clothes, trim, gaze, behind, before } = LOOKS[who];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PERSON.width}" height="${PERSON.height}" viewBox="0 0 400 560">
    ${behind}
    <path d="M44 560 C46 420 108 366 200 362 C292 366 354 420 356 560 Z" fill="${clothes}"/>
    <path d="M92 560 C92 500 98 470 110 446 M308 560 C308 500 302 470 290 446" fill="none" stroke="#00000026" stroke-width="7" stroke-linecap="round"/>
    <path d="M150 368 Q200 424 250 368 L232 356 L168 356 Z" fill="${trim}"/>
    <path d="M172 280 L228 280 L232 366 Q200 396 168 366 Z" fill="${shade}"/>
    <ellipse cx="200" cy="202" rx="92" ry="106" fill="${skin}"/>
    <circle cx="110" cy="206" r="17" fill="${skin}"/><circle cx="290" cy="206" r="17" fill="${skin}"/>
    ${eyeSvg(164, gaze, blinking)}${eyeSvg(236, gaze, blinking)}
    <path d="M144 164 Q164 152 184 162 M216 162 Q236 152 256 164" fill="none" stroke="#33221c" stroke-width="7" stroke-linecap="round"/>
    <path d="M${200 + gaze} 206 Q${200 + gaze * 3} 232 ${198 + gaze} 234" fill="none" stroke="${shade}" stroke-width="6" stroke-linecap="round"/>
    <circle cx="140" cy="238" r="16" fill="#e8674a" opacity="0.22"/><circle cx="260" cy="238" r="16" fill="#e8674a" opacity="0.22"/>
    ${mouthSvg(mouth)}
    ${before}
  </svg>`;
}

function eyeSvg(x, gaze, blinking) {
  if (blinking) {
    return `<path d="M${x - 14} 198 Q${x} 206 ${x + 14} 198" fill="none" stroke="#33221c" stroke-width="6" stroke-linecap="round"/>`;
  }
  return `<ellipse cx="${x}" cy="196" rx="16" ry="18" fill="#fff"/><circle cx="${x + gaze}" cy="198" r="9" fill="#2a1c18"/><circle cx="${x + gaze + 3}" cy="194" r="3" fill="#fff"/>`;
}

function mouthSvg(mouth) {
  if (mouth === 'closed') {
    return '<path d="M172 262 Q200 282 228 262" fill="none" stroke="#8c3a32" stroke-width="7" stroke-linecap="round"/>';
  }
  const [width, height] = mouth === 'half' ? [22, 11] : [25, 21];
  return `<ellipse cx="200" cy="268" rx="${width}" ry="${height}" fill="#6d1f24"/>
    <ellipse cx="200" cy="${268 + height * 0.55}" rx="${width * 0.6}" ry="${height * 0.4}" fill="#e0736f"/>
    <rect x="${200 - width * 0.6}" y="${268 - height * 0.92}" width="${width * 1.2}" height="${height * 0.4}" rx="3" fill="#fff"/>`;
}
