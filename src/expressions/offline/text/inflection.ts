/** Past forms whose dictionary form a part-of-speech tagger easily misses ("left" is also a side). */
const IRREGULAR = new Map(
  (
    'beaten:beat became:become began:begin begun:begin bent:bend bet:bet bit:bite bitten:bite blew:blow blown:blow ' +
    'bore:bear born:bear broke:break broken:break brought:bring built:build burnt:burn bought:buy came:come ' +
    'caught:catch chose:choose chosen:choose dealt:deal did:do done:do does:do drew:draw drawn:draw drove:drive ' +
    'driven:drive dug:dig ate:eat eaten:eat fell:fall fallen:fall fed:feed felt:feel fought:fight found:find ' +
    'flew:fly flown:fly forgot:forget forgotten:forget froze:freeze frozen:freeze gave:give given:give got:get ' +
    'gotten:get went:go gone:go grew:grow grown:grow ground:grind had:have has:have heard:hear held:hold hid:hide ' +
    'hidden:hide hung:hang kept:keep knew:know known:know laid:lay lain:lie led:lead leant:lean left:leave ' +
    'lent:lend lit:light lost:lose made:make meant:mean met:meet paid:pay ran:run rang:ring rung:ring rode:ride ' +
    'ridden:ride rose:rise risen:rise said:say saw:see seen:see sold:sell sent:send shook:shake shaken:shake ' +
    'shone:shine shot:shoot showed:show shown:show sang:sing sung:sing sank:sink sunk:sink sat:sit slept:sleep ' +
    'slid:slide spoke:speak spoken:speak spent:spend stood:stand stole:steal stolen:steal struck:strike ' +
    'stuck:stick swore:swear sworn:swear swept:sweep swam:swim taught:teach took:take taken:take tore:tear ' +
    'torn:tear threw:throw thrown:throw thought:think told:tell understood:understand woke:wake woken:wake ' +
    'drank:drink drunk:drink mistook:mistake mistaken:mistake overcame:overcome overheard:overhear withdrew:withdraw ' +
    'withdrawn:withdraw forgave:forgive forgiven:forgive awoke:awake clung:cling flung:fling slung:sling stung:sting ' +
    'swung:swing spun:spin wrung:wring strode:stride bound:bind wound:wind fled:flee bled:bleed bred:breed sped:speed ' +
    'crept:creep wept:weep knelt:kneel dreamt:dream learnt:learn spelt:spell spilt:spill spoilt:spoil dwelt:dwell ' +
    'smelt:smell shrank:shrink shrunk:shrink stank:stink stunk:stink sprang:spring sprung:spring sought:seek ' +
    'trod:tread trodden:tread wove:weave woven:weave slew:slay slain:slay undid:undo undone:undo foresaw:foresee ' +
    'undertook:undertake outdid:outdo swollen:swell proven:prove beheld:behold ' +
    'wore:wear worn:wear won:win wrote:write written:write was:be were:be been:be am:be are:be is:be'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

const CLITICS = new Map([
  ["'m", ['be']],
  ["'re", ['be']],
  ["'s", ['be', 'us', 'have']],
  ["'ve", ['have']],
  ["'ll", ['will']],
  ["'d", ['would', 'have', 'had']],
  ["n't", ['not']],
  ['ca', ['can']],
  ['wo', ['will']],
]);

/** "my best" is not "good". */
const COMPARED = new Set(['better', 'best', 'worse', 'worst', 'more', 'most', 'less', 'least']);

/**
 * The spellings under which a word may stand in a dictionary form: itself, its lemma, and what regular and
 * irregular inflection allow. Generous on purpose, since a single odd key finds nothing without the words around it.
 */
export function dictionaryKeys(form: string, lemma: string): string[] {
  const keys = new Set([form, COMPARED.has(form) ? form : lemma, ...(CLITICS.get(form) ?? [])]);
  const irregular = IRREGULAR.get(form);
  if (irregular !== undefined) keys.add(irregular);
  if (form.length > 4 && form.endsWith('ing')) addAll(keys, stems(form.slice(0, -3)));
  if (form.length > 3 && form.endsWith('ed')) addAll(keys, stems(form.slice(0, -2)));
  if (form.length > 3 && form.endsWith('ies')) keys.add(`${form.slice(0, -3)}y`);
  if (form.length > 4 && form.endsWith('ied')) keys.add(`${form.slice(0, -3)}y`);
  if (form.length > 3 && form.endsWith('es')) keys.add(form.slice(0, -2));
  if (form.length > 3 && form.endsWith('s') && !form.endsWith('ss')) keys.add(form.slice(0, -1));
  return [...keys];
}

function stems(stem: string): string[] {
  const single = /([b-df-hj-np-tv-z])\1$/u.test(stem) ? [stem.slice(0, -1)] : [];
  return [stem, `${stem}e`, ...single];
}

function addAll(keys: Set<string>, more: readonly string[]): void {
  for (const key of more) keys.add(key);
}
