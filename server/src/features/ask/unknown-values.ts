import type { ValueIndex } from '@sextant/ask/value-index';
import type { Check } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';

const maxFindings = 3;
const maxLength = 60;

/**
 * Texts a statement compares with that occur nowhere among the known values, with the nearest known ones.
 * Meant for a statement that found nothing: such a text is then the likely reason.
 */
export function unknownValues(sql: string, values: ValueIndex, language: Language): Check[] {
  const literals = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"));
  const findings: Check[] = [];
  for (const literal of new Set(literals)) {
    if (findings.length === maxFindings) break;
    if (!isName(literal)) continue;
    const near = [...values.lookup(literal), ...values.nearest(literal)].map((match) => match.literal);
    if (near.length === 0 || near.includes(literal)) continue;
    const nearest = [...new Set(near)].slice(0, 3);
    findings.push({
      code: 'value_not_found',
      level: 'warning',
      message: messageOf(literal, nearest, language),
    });
  }
  return findings;
}

/** Not a date, a number, a pattern or a format. */
function isName(literal: string): boolean {
  return literal.length <= maxLength && /\p{L}/u.test(literal) && !/[%_]|\d{4}-/.test(literal);
}

function messageOf(literal: string, nearest: string[], language: Language): string {
  return language === 'zh'
    ? `数据里没有「${literal}」，相近的有：${nearest.join('、')}`
    : `No value is "${literal}"; near ones are: ${nearest.join(', ')}`;
}
