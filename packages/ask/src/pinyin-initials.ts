import { isHan } from './normalize.ts';

/** In the order of pinyin, the first character of each initial. */
const firsts = [...'吖八嚓咑妸发旮铪丌咔垃呣拏噢妑七呥仨他穵夕丫帀'];
const initials = 'abcdefghjklmnopqrstwxyz';

/** Characters of names in databases that are read in more than one way; the order of pinyin knows only one. */
const otherReadings: Record<string, string> = {
  行: 'hx',
  会: 'hk',
  重: 'cz',
  长: 'cz',
  乐: 'ly',
  率: 'ls',
  调: 'dt',
  参: 'cs',
  校: 'jx',
  藏: 'cz',
  降: 'jx',
  弹: 'dt',
  系: 'jx',
  车: 'cj',
  单: 'ds',
  石: 'ds',
  曾: 'cz',
  沈: 'cs',
  盛: 'cs',
  传: 'cz',
  朝: 'cz',
  折: 'sz',
  属: 'sz',
  厦: 'sx',
  术: 'sz',
  省: 'sx',
  宿: 'sx',
  解: 'jx',
  区: 'oq',
};

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const known = new Map<string, string>();
const maxReadings = 8;

/**
 * The initials of a Chinese text in lower case, letters and digits as they are, the rest left out: 客户编号2 → khbh2.
 * Several when characters in it are read in more than one way; none for a text without Chinese characters.
 */
export function pinyinInitials(text: string): string[] {
  let readings = [''];
  let hasHan = false;
  for (const character of text.toLowerCase()) {
    if (!isHan(character)) {
      if (/[\p{L}\p{N}]/u.test(character)) readings = readings.map((reading) => reading + character);
      continue;
    }
    hasHan = true;
    const letters = initialsOf(character);
    const kept = readings.length * letters.length > maxReadings ? letters.slice(0, 1) : letters;
    readings = [...kept].flatMap((letter) => readings.map((reading) => reading + letter));
  }
  return hasHan ? readings : [];
}

function initialsOf(character: string): string {
  const found = known.get(character) ?? otherReadings[character] ?? initialByOrder(character);
  known.set(character, found);
  return found;
}

function initialByOrder(character: string): string {
  let low = 0;
  let high = firsts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (collator.compare(character, firsts[middle] ?? '') >= 0) low = middle;
    else high = middle - 1;
  }
  return initials.charAt(low);
}
