/** A backdrop in pixels: wider than the picture, so that the camera can move along it. */
export const BACKDROP = { width: 1600, height: 720 };

/** Steam over the coffee. */
const PUFF =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle cx="45" cy="45" r="40" fill="#ffffff" opacity="0.55"/></svg>';

/**
 * The places of the play: a backdrop as SVG, and what moves in front of it (behind the people). `at` gives a
 * mover's left upper corner on the backdrop, in pixels, `t` seconds after the scene's start.
 */
export const PLACES = {
  office: {
    backdrop: backdropSvg(`
      <rect width="1600" height="720" fill="#cfe0ee"/>
      <rect y="560" width="1600" height="160" fill="#8a6d55"/><rect y="552" width="1600" height="14" fill="#74593f"/>
      ${[90, 620, 1150].map((x) => windowSvg(x)).join('')}
      <rect x="500" y="150" width="90" height="120" rx="6" fill="#fff"/><path d="M515 180 h60 M515 204 h60 M515 228 h40" stroke="#9fb3c4" stroke-width="8"/>
      <rect x="520" y="400" width="560" height="26" rx="8" fill="#b98a5e"/><rect x="548" y="426" width="22" height="140" fill="#9a7049"/><rect x="1030" y="426" width="22" height="140" fill="#9a7049"/>
      <rect x="700" y="300" width="210" height="100" rx="14" fill="#4a5260"/><rect x="726" y="262" width="158" height="44" fill="#fff"/><rect x="720" y="338" width="170" height="20" rx="6" fill="#272c35"/>
      <path d="M1430 560 v-150" stroke="#5c7c4a" stroke-width="10"/><ellipse cx="1396" cy="400" rx="54" ry="24" fill="#5d9a58"/><ellipse cx="1462" cy="372" rx="58" ry="26" fill="#6fb069"/><ellipse cx="1420" cy="340" rx="48" ry="24" fill="#4f8a4c"/><path d="M1390 560 h84 l-12 -70 h-60 Z" fill="#c8583f"/>`),
    movers: [
      {
        svg: '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="70"><path d="M0 36 L120 6 L52 66 L44 44 Z" fill="#ffffff" stroke="#8ea3b5" stroke-width="3"/><path d="M44 44 L120 6" stroke="#8ea3b5" stroke-width="3"/></svg>',
        at: (t) => [((t * 150) % 2000) - 200, 120 + 50 * Math.sin(t * 1.7)],
      },
      {
        svg: '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"><circle cx="14" cy="14" r="11" fill="#ff4b3e"/></svg>',
        at: (t) => [864, t % 1 < 0.5 ? 364 : -100],
      },
    ],
  },
  kitchen: {
    backdrop: backdropSvg(`
      <rect width="1600" height="720" fill="#fbe3b4"/>
      <g stroke="#f0cf8d" stroke-width="5">${Array.from({ length: 16 }, (_, i) => `<path d="M${i * 107} 0 V470"/>`).join('')}${[94, 188, 282, 376].map((y) => `<path d="M0 ${y} H1600"/>`).join('')}</g>
      <rect y="470" width="1600" height="26" fill="#f7f3ea"/><rect y="496" width="1600" height="224" fill="#d97b4f"/>
      <g fill="none" stroke="#b9623a" stroke-width="6">${[30, 350, 670, 990, 1310].map((x) => `<rect x="${x}" y="520" width="270" height="190" rx="10"/>`).join('')}</g>
      <g fill="#e9a15e"><rect x="60" y="40" width="300" height="160" rx="10"/><rect x="1180" y="40" width="340" height="160" rx="10"/></g>
      <rect x="690" y="232" width="230" height="240" rx="22" fill="#3d4450"/><rect x="716" y="262" width="178" height="58" rx="10" fill="#98e0d2"/><rect x="740" y="336" width="130" height="24" rx="8" fill="#20242b"/><rect x="772" y="402" width="66" height="62" rx="8" fill="#fff"/><path d="M838 414 q28 18 0 36" fill="none" stroke="#fff" stroke-width="9"/>
      <circle cx="720" cy="384" r="12" fill="#ff4b3e"/><circle cx="890" cy="384" r="12" fill="#ff4b3e"/>
      <g><rect x="1150" y="410" width="50" height="60" rx="6" fill="#5aa7c7"/><rect x="1214" y="396" width="50" height="74" rx="6" fill="#e2634f"/><rect x="1278" y="420" width="50" height="50" rx="6" fill="#f4d35e"/></g>
      <circle cx="500" cy="130" r="70" fill="#fff" stroke="#a8643c" stroke-width="10"/><path d="M500 130 V178 M500 130 L474 104" stroke="#444" stroke-width="8" stroke-linecap="round"/>`),
    movers: [0, 1, 2].map((n) => ({
      svg: PUFF,
      at: (t) => {
        const rise = (t * 0.45 + n / 3) % 1;
        return [760 + 26 * Math.sin(rise * 6 + n), 390 - rise * 420];
      },
    })),
  },
  meeting: {
    backdrop: backdropSvg(`
      <rect width="1600" height="720" fill="#bfe0d2"/><rect y="540" width="1600" height="180" fill="#6a8f80"/>
      <rect x="420" y="70" width="700" height="360" rx="12" fill="#ffffff" stroke="#7f8f8a" stroke-width="12"/>
      <path d="M480 380 V120 M480 380 H1060" stroke="#4d5b57" stroke-width="8" stroke-linecap="round"/>
      <g><rect x="520" y="310" width="70" height="66" fill="#f4a259"/><rect x="630" y="270" width="70" height="106" fill="#5aa7c7"/><rect x="740" y="220" width="70" height="156" fill="#8cb369"/><rect x="850" y="160" width="70" height="216" fill="#e2634f"/></g>
      <path d="M540 270 L660 226 L780 176 L960 110" fill="none" stroke="#33414a" stroke-width="8" stroke-linecap="round" stroke-dasharray="4 20"/>
      <rect x="100" y="300" width="240" height="170" rx="14" fill="#4fa3c9"/><rect x="100" y="280" width="240" height="24" rx="8" fill="#3c4a52"/><path d="M150 470 q10 -60 -6 -90 M290 470 q-14 -50 6 -80" stroke="#3f8f5f" stroke-width="10" fill="none"/><rect x="80" y="470" width="280" height="80" fill="#8d6a4f"/>
      <rect x="1260" y="120" width="220" height="420" rx="8" fill="#9a7049"/><circle cx="1450" cy="340" r="12" fill="#f4d35e"/>`),
    movers: [
      {
        svg: '<svg xmlns="http://www.w3.org/2000/svg" width="70" height="40"><path d="M6 20 Q30 -4 52 18 L68 6 L66 34 L52 22 Q30 44 6 20 Z" fill="#ff9f1c"/><circle cx="20" cy="17" r="4" fill="#222"/></svg>',
        at: (t) => [185 + 70 * Math.sin(t * 0.9), 370 + 24 * Math.sin(t * 1.9)],
      },
      {
        svg: '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26"><circle cx="13" cy="13" r="12" fill="#d7263d"/></svg>',
        at: (t) => {
          const along = (t * 0.22) % 1;
          return [527 + along * 420, 257 - along * 160];
        },
      },
    ],
  },
  street: {
    backdrop: backdropSvg(`
      <defs><linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2b2d5b"/><stop offset="0.55" stop-color="#b8578a"/><stop offset="1" stop-color="#f6a25e"/></linearGradient></defs>
      <rect width="1600" height="720" fill="url(#dusk)"/><circle cx="1180" cy="120" r="56" fill="#fdf3c7"/>
      ${[
        [0, 250, 220],
        [240, 150, 190],
        [450, 300, 240],
        [710, 200, 180],
        [910, 280, 220],
        [1150, 180, 200],
        [1370, 260, 230],
      ]
        .map(([x, y, w], n) => houseSvg(x, y, w, n))
        .join('')}
      <rect y="560" width="1600" height="160" fill="#3b3a4a"/><rect y="552" width="1600" height="14" fill="#57566a"/>
      <g fill="#d9d6c8">${Array.from({ length: 12 }, (_, i) => `<rect x="${i * 140}" y="640" width="80" height="10"/>`).join('')}</g>
      ${[330, 860, 1330].map((x) => `<rect x="${x}" y="260" width="12" height="300" fill="#24243a"/><circle cx="${x + 6}" cy="250" r="24" fill="#ffe9a8"/><circle cx="${x + 6}" cy="250" r="52" fill="#ffe9a8" opacity="0.25"/>`).join('')}`),
    movers: [
      {
        svg: '<svg xmlns="http://www.w3.org/2000/svg" width="330" height="150"><rect x="4" y="14" width="322" height="104" rx="20" fill="#f4b942"/><g fill="#fff4d1"><rect x="24" y="32" width="56" height="40" rx="6"/><rect x="94" y="32" width="56" height="40" rx="6"/><rect x="164" y="32" width="56" height="40" rx="6"/><rect x="234" y="32" width="72" height="40" rx="6"/></g><rect x="4" y="86" width="322" height="10" fill="#c98a1b"/><circle cx="76" cy="120" r="26" fill="#1d1c26"/><circle cx="252" cy="120" r="26" fill="#1d1c26"/><circle cx="76" cy="120" r="10" fill="#888"/><circle cx="252" cy="120" r="10" fill="#888"/></svg>',
        at: (t) => [((t * 190) % 2500) - 400, 480],
      },
    ],
  },
};

function backdropSvg(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${BACKDROP.width}" height="${BACKDROP.height}">${content}</svg>`;
}

function windowSvg(x) {
  return `<rect x="${x}" y="70" width="330" height="300" rx="8" fill="#fff"/><rect x="${x + 14}" y="84" width="302" height="272" fill="#8fc7ee"/>
    <g fill="#6d94b5"><rect x="${x + 30}" y="230" width="60" height="126"/><rect x="${x + 104}" y="180" width="70" height="176"/><rect x="${x + 190}" y="250" width="50" height="106"/><rect x="${x + 250}" y="206" width="54" height="150"/></g>
    <rect x="${x + 160}" y="84" width="10" height="272" fill="#fff"/>`;
}

function houseSvg(x, y, width, number) {
  const colour = ['#3d3350', '#4a3f63', '#352f4d'][number % 3];
  let windows = '';
  for (let row = 0; y + 30 + row * 62 < 500; row++) {
    for (let column = 0; 24 + column * 56 + 34 < width; column++) {
      // Which windows are lit follows a fixed pattern: the same picture every time.
      const lit = (number * 7 + row * 5 + column * 3) % 4 !== 0;
      windows += `<rect x="${x + 24 + column * 56}" y="${y + 26 + row * 62}" width="32" height="38" fill="${lit ? '#ffd97a' : '#262238'}"/>`;
    }
  }
  return `<rect x="${x}" y="${y}" width="${width}" height="${560 - y}" fill="${colour}"/>${windows}`;
}
