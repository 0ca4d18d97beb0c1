/** Eight-bit encodings by the languages written in them; the usual one first. */
export const SINGLE_BYTE_PAGES: { languages: string[]; latin: boolean; encodings: string[] }[] = [
  {
    languages: 'en es fr de it pt nl sv da no nb nn fi is ca eu gl ga sq ms id tl af'.split(' '),
    latin: true,
    encodings: ['windows-1252'],
  },
  {
    languages: 'pl cs sk hu sl hr bs ro'.split(' '),
    latin: true,
    encodings: ['windows-1250', 'iso-8859-2'],
  },
  {
    languages: 'ru uk be bg sr mk'.split(' '),
    latin: false,
    encodings: ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5'],
  },
  { languages: ['el'], latin: false, encodings: ['windows-1253'] },
  { languages: ['tr', 'az'], latin: true, encodings: ['windows-1254'] },
  { languages: ['he', 'yi'], latin: false, encodings: ['windows-1255'] },
  { languages: ['ar', 'fa', 'ur'], latin: false, encodings: ['windows-1256'] },
  { languages: ['lt', 'lv', 'et'], latin: true, encodings: ['windows-1257'] },
  { languages: ['vi'], latin: true, encodings: ['windows-1258'] },
  { languages: ['th'], latin: false, encodings: ['windows-874'] },
];

/** The pages of a language, by ISO 639-1 code (`pt-BR` counts as `pt`); undefined when none is known. */
export function pagesOf(language: string): { latin: boolean; encodings: string[] } | undefined {
  const code = language.toLowerCase().split(/[-_]/)[0] ?? '';
  return SINGLE_BYTE_PAGES.find(({ languages }) => languages.includes(code));
}
