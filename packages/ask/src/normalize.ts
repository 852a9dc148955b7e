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

/** The normalised text with remarks on how to join tables blanked out: they ask for nothing, and places stay. */
export function withoutJoinRemarks(text: string): string {
  return text.replace(howToJoin, (remark) => ' '.repeat(remark.length));
}

/** `zh` when the text holds Han characters that outweigh its Latin words, else `en`. */
export function detectLanguage(text: string): 'zh' | 'en' {
  const unquoted = text.replace(/["“”「][^"“”」]*["“”」]/g, '');
  const han = (unquoted.match(/[\u3400-\u9fff]/g) ?? []).length;
  const latin = (unquoted.match(/[A-Za-z]+/g) ?? []).length;
  return han > latin ? 'zh' : 'en';
}
