/**
 * The demo's little play, written for langflix: two colleagues, one day, four places. `who` speaks `en`; `ko` is
 * its translation. The lines hold everyday expressions (figure out, hold on, run out of, piece of cake, by the
 * way, give it a shot, make sense, on the same page, look forward to, call it a day, grab a bite, owe you one).
 *
 * @type {{ place: 'office' | 'kitchen' | 'meeting' | 'street', caption: string, lines: { who: 'mina' | 'tom', en: string, ko: string }[] }[]}
 */
export const SCENES = [
  {
    place: 'office',
    caption: '9:00 · At the office',
    lines: [
      {
        who: 'mina',
        en: 'Did you figure out why the printer keeps beeping?',
        ko: '프린터에서 왜 자꾸 삐 소리가 나는지 알아냈어요?',
      },
      { who: 'tom', en: 'Not yet. Hold on, let me take a look.', ko: '아직요. 잠깐만요, 제가 한번 볼게요.' },
      { who: 'mina', en: 'I think we have run out of paper again.', ko: '종이가 또 떨어진 것 같아요.' },
      {
        who: 'tom',
        en: "You're right. Fixing that is a piece of cake.",
        ko: '맞네요. 그거 고치는 건 식은 죽 먹기죠.',
      },
    ],
  },
  {
    place: 'kitchen',
    caption: '10:30 · In the kitchen',
    lines: [
      {
        who: 'mina',
        en: 'By the way, have you tried the new coffee machine?',
        ko: '그런데, 새 커피 머신은 써 봤어요?',
      },
      {
        who: 'tom',
        en: "No, I haven't, but I'll give it a shot.",
        ko: '아니요, 아직이요. 그래도 한번 해 볼게요.',
      },
      {
        who: 'mina',
        en: 'Take your time. There are so many buttons.',
        ko: '천천히 하세요. 버튼이 정말 많거든요.',
      },
      {
        who: 'tom',
        en: 'Why are there two red ones? It makes no sense.',
        ko: '빨간 버튼은 왜 두 개죠? 말이 안 되네요.',
      },
      {
        who: 'mina',
        en: 'One of them makes tea. Do not ask me why.',
        ko: '그중 하나는 차를 만들어요. 이유는 묻지 마세요.',
      },
    ],
  },
  {
    place: 'meeting',
    caption: '14:00 · Before the meeting',
    lines: [
      {
        who: 'tom',
        en: 'The customer comes at three. Are we on the same page?',
        ko: '고객이 세 시에 와요. 우리 생각이 같은 거 맞죠?',
      },
      {
        who: 'mina',
        en: 'Yes. You show the plan, and I take care of the numbers.',
        ko: '네. 당신이 계획을 보여 주고, 숫자는 제가 맡을게요.',
      },
      { who: 'tom', en: 'Great. I am looking forward to it.', ko: '좋아요. 정말 기대되네요.' },
      { who: 'mina', en: 'Me too. Keep your fingers crossed.', ko: '저도요. 행운을 빌어 줘요.' },
    ],
  },
  {
    place: 'street',
    caption: '18:30 · On the way home',
    lines: [
      { who: 'tom', en: "They loved it! Let's call it a day.", ko: '정말 좋아하던데요! 오늘은 이만 끝내죠.' },
      {
        who: 'mina',
        en: 'Good idea. Do you want to grab a bite with me?',
        ko: '좋은 생각이에요. 저랑 간단히 뭐 좀 먹을래요?',
      },
      {
        who: 'tom',
        en: 'I would love to. You really saved the day.',
        ko: '그럼요. 당신 덕분에 정말 살았어요.',
      },
      {
        who: 'mina',
        en: 'Never mind. But now you owe me one.',
        ko: '별거 아니에요. 그래도 이제 저한테 하나 빚진 거예요.',
      },
      { who: 'tom', en: 'Deal. The soup is on me.', ko: '좋아요. 수프는 제가 살게요.' },
    ],
  },
];
