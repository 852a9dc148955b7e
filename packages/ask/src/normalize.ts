const cjkPattern = /[\u3400-\u9fff\uf900-\ufaff々]/;

/** Whether the character is a Han character. */
export function isHan(character: string): boolean {
  return cjkPattern.test(character);
}

function normalizeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
  if (character === '\u3000' || character === '\u00a0') return ' ';
  if (character === '，' || character === '、') return ',';
  if (character === '。') return '.';
  if ('‘’´`'.includes(character)) return "'";
  if ('“”「」『』«»'.includes(character)) return '"';
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}

/**
 * Half-width, lower-case form of a text with the same length in UTF-16 units,
 * so that a position in it is a position in the original.
 */
export function normalizeText(text: string): string {
  let normalized = '';
  for (let index = 0; index < text.length; index += 1) normalized += normalizeCharacter(text.charAt(index));
  return normalized;
}

const howToJoin =
  /,?\s*(?:by|based on|through|using|via)\s+(?:doing|performing|using|making|joining)?\s*(?:an?\s+|the\s+)?(?:(?:left|inner|right|outer|full)\s+)*join(?:ing|s)?\b[^.?!;]*/g;

/** `1 stands for yes`: how yes and no are written, which the catalog tells. */
const howFlagsAreWritten =
  /\b[01yntf]\s+(?:stands for|means|indicates|represents|is)\s+(?:yes|no|true|false)\b(?:[,\s]+and\s+[01yntf]\s+(?:stands for|means|indicates|represents|is)\s+(?:yes|no|true|false)\b)?/g;

/** 1代表是，0代表不: the same in Chinese. */
const howFlagsAreWrittenInChinese =
  /(?:注意,?)?(?:在?表中)?[01yn](?:代表|表示|意味着)(?:是|不是|不|否|有|没有|真|假)(?:[,;]?[01yn](?:代表|表示|意味着)(?:是|不是|不|否|有|没有|真|假))?/g;

/** `Match strings case-insensitively.`: how texts are to be compared, as they are anyway. */
const howToCompare =
  /(?<=^|[.?!\n]\s*)(?:always\s+)?(?:filter|match|compare)\b[^.?!\n]*\b(?:case-insensitive(?:ly)?|(?:upper|lower)-?case|exact match(?:es)?|using like)\b[^?!\n]*?(?=[.?!\n]|$)/g;

/** `inclusive of today`, `(both dates inclusive)`, `excluding the current week`: what a period says by itself. */
const howFarPeriodsReach =
  /[,(]?\s*\b(?:both\s+)?(?:dates\s+)?inclusive\b(?:\s+of\s+(?:today(?:'s date)?|both dates|(?:the\s+)?start and end dates?|(?:\d+|an?|one)\s+(?:day|week|month|year)s?\s+ago))?\)?/g;

/** `last week (exclusive of the current week)`: a week that has ended anyway. */
const pastWithoutPresent =
  /(?<=\b(?:last|previous)\s+(?:iso\s+)?(?:week|month|quarter|year))\s*[,(]?\s*(?:exclusive of|excluding|not including|without)\s+(?:the\s+)?(?:current|this)\s+(?:week|month|quarter|year)\)?/g;

/** The normalised text with remarks on joins and spellings blanked out: they ask for nothing, and places stay. */
export function withoutRemarks(text: string): string {
  return [
    howToJoin,
    howFlagsAreWritten,
    howFlagsAreWrittenInChinese,
    howToCompare,
    howFarPeriodsReach,
    pastWithoutPresent,
  ].reduce((left, remark) => left.replace(remark, (found) => ' '.repeat(found.length)), text);
}

/** `zh` when the text holds Han characters that outweigh its Latin words, else `en`. */
export function detectLanguage(text: string): 'zh' | 'en' {
  const unquoted = text.replace(/["“”「][^"“”」]*["“”」]/g, '');
  const han = (unquoted.match(/[\u3400-\u9fff]/g) ?? []).length;
  const latin = (unquoted.match(/[A-Za-z]+/g) ?? []).length;
  return han > latin ? 'zh' : 'en';
}
