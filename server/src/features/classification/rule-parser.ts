import type { Text } from '@sextant/contract/text';
import type { Comparison, RuleNode, RuleOperator, RuleValue } from './rule-syntax.ts';
import { RuleError, type Token, tokensOf } from './rule-tokens.ts';
import {
  capabilityNames,
  flagWords,
  functionWords,
  numberWords,
  privilegeFields,
  textWords,
  valuesOf,
} from './rule-words.ts';

const deepest = 100;
const comparing = ['=', '!=', '<', '<=', '>', '>='];
const starters = [...flagWords, ...textWords, ...numberWords, ...functionWords, 'not', '('];

/** How many letters tell two words apart, for "did you mean". */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function nearest(word: string, known: readonly string[]): string[] {
  const near = known
    .map((one) => ({ one, far: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, far }) => far <= Math.ceil(one.length / 3))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
  return near.slice(0, 3);
}

function unknownWord(token: Token, known: readonly string[], what: { zh: string; en: string }): RuleError {
  const close = nearest(token.text, known);
  const meant = {
    zh: close.length > 0 ? `，是不是「${close[0]}」？` : '',
    en: close[0] ? `; did you mean "${close[0]}"?` : '',
  };
  const list = close.length > 0 ? '' : known.join(', ');
  return new RuleError(
    {
      zh: `没有叫「${token.text}」的${what.zh}${meant.zh || `，可用：${list}`}`,
      en: `There is no ${what.en} "${token.text}"${meant.en || `; there are: ${list}`}`,
    },
    token,
    close.length > 0 ? close : known,
  );
}

/** Reads an expression of the rule language; throws a `RuleError` that names the place and what would fit. */
export function parseRule(source: string): RuleNode {
  return new RuleParser(source).parse();
}

class RuleParser {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  parse(): RuleNode {
    if (this.#peek().type === 'end') {
      throw new RuleError(
        {
          zh: '规则是空的；要匹配所有账户请写 everyone',
          en: 'The rule is empty; write everyone for every account',
        },
        this.#peek(),
        starters,
      );
    }
    const node = this.#or();
    const rest = this.#peek();
    if (rest.type !== 'end') throw this.#unexpected(rest, ['and', 'or']);
    return node;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '', from: 0, to: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #accept(type: Token['type'], text: string): boolean {
    const token = this.#peek();
    if (token.type !== type || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(symbol: string): Token {
    const token = this.#take();
    if (token.type === 'symbol' && token.text === symbol) return token;
    throw this.#unexpected(token, [symbol]);
  }

  #unexpected(token: Token, expected: readonly string[], wanted?: Text): RuleError {
    const found =
      token.type === 'end'
        ? { zh: '规则到此结束', en: 'the rule ends' }
        : { zh: `出现了「${token.text}」`, en: `there is "${token.text}"` };
    const words = expected.slice(0, 12).join(' ');
    const shown = wanted ?? { zh: words, en: words };
    return new RuleError(
      { zh: `${found.zh}，这里应当是 ${shown.zh}`, en: `Here ${found.en}; expected: ${shown.en}` },
      token,
      expected,
    );
  }

  #or(): RuleNode {
    return this.#chain('or', () => this.#chain('and', () => this.#not()));
  }

  #chain(word: 'and' | 'or', part: () => RuleNode): RuleNode {
    const first = part();
    const parts = [first];
    while (this.#accept('word', word)) parts.push(part());
    const last = parts.at(-1) ?? first;
    return parts.length === 1 ? first : { type: word, parts, from: first.from, to: last.to };
  }

  #not(): RuleNode {
    const token = this.#peek();
    this.#depth += 1;
    if (this.#depth > deepest) {
      throw new RuleError({ zh: '括号或 not 套得太深', en: 'Brackets or nots are nested too deep' }, token);
    }
    try {
      if (!this.#accept('word', 'not')) return this.#primary();
      const part = this.#not();
      return { type: 'not', part, from: token.from, to: part.to };
    } finally {
      this.#depth -= 1;
    }
  }

  #primary(): RuleNode {
    const token = this.#take();
    if (token.type === 'symbol' && token.text === '(') {
      const inner = this.#or();
      const end = this.#expect(')');
      return { ...inner, from: token.from, to: end.to };
    }
    if (token.type !== 'word') throw this.#unexpected(token, starters);
    if (functionWords.includes(token.text)) return this.#call(token);
    if (flagWords.includes(token.text)) {
      return { type: 'flag', word: token.text, from: token.from, to: token.to };
    }
    const known = [...textWords, ...numberWords];
    if (!known.includes(token.text)) {
      throw unknownWord(token, starters.slice(0, -2), { zh: '词', en: 'word' });
    }
    const comparison = this.#comparison(token.text, numberWords.includes(token.text));
    return { type: 'comparison', comparison, from: token.from, to: this.#lastTo() };
  }

  #lastTo(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0;
  }

  #operator(): RuleOperator {
    const token = this.#take();
    if (token.type === 'symbol' && comparing.includes(token.text)) return token.text as RuleOperator;
    if (token.type === 'word' && (token.text === 'in' || token.text === 'like')) return token.text;
    if (token.type === 'word' && token.text === 'not') {
      const next = this.#take();
      if (next.type === 'word' && next.text === 'in') return 'not in';
      if (next.type === 'word' && next.text === 'like') return 'not like';
      throw this.#unexpected(next, ['in', 'like']);
    }
    throw this.#unexpected(token, [...comparing, 'in', 'like', 'not in', 'not like']);
  }

  #comparison(field: string, isNumber: boolean): Comparison {
    const at = this.#peek();
    const operator = this.#operator();
    const ordering = ['<', '<=', '>', '>='].includes(operator);
    if ((ordering && !isNumber) || (operator.endsWith('like') && isNumber)) {
      const fits = isNumber
        ? [...comparing, 'in', 'not in']
        : ['=', '!=', 'in', 'not in', 'like', 'not like'];
      throw new RuleError(
        { zh: `「${field}」不能用 ${operator} 比较`, en: `"${field}" cannot be compared with ${operator}` },
        at,
        fits,
      );
    }
    const values = operator.endsWith('in')
      ? this.#list(field, isNumber)
      : [this.#value(field, isNumber, operator)];
    return { field, operator, values };
  }

  #list(field: string, isNumber: boolean): RuleValue[] {
    this.#expect('(');
    const values = [this.#value(field, isNumber, 'in')];
    while (this.#accept('symbol', ',')) values.push(this.#value(field, isNumber, 'in'));
    this.#expect(')');
    return values;
  }

  #value(field: string, isNumber: boolean, operator: RuleOperator): RuleValue {
    const token = this.#take();
    if (isNumber) {
      if (token.type !== 'number')
        throw this.#unexpected(token, ['90'], { zh: '一个数字，例如 90', en: 'a number such as 90' });
      return Number(token.text);
    }
    if (token.type !== 'string') {
      if (token.type === 'word' || token.type === 'number') {
        throw new RuleError(
          { zh: `文字要写在引号里："${token.text}"`, en: `Write texts in quotes: "${token.text}"` },
          token,
          [`"${token.text}"`],
        );
      }
      throw this.#unexpected(token, valuesOf(field)?.map((value) => `"${value}"`) ?? ['"…"']);
    }
    const possible = valuesOf(field);
    if (possible && !operator.endsWith('like') && !possible.includes(token.text.toLowerCase())) {
      throw unknownWord(token, possible, { zh: `${field} 的值`, en: `value of ${field}` });
    }
    return token.text;
  }

  #call(name: Token): RuleNode {
    this.#expect('(');
    const node = this.#arguments(name);
    const end = this.#expect(')');
    return { ...node, from: name.from, to: end.to } as RuleNode;
  }

  #arguments(name: Token) {
    if (name.text === 'known') {
      const word = this.#take();
      const known = [...textWords, ...numberWords];
      if (word.type !== 'word' || !known.includes(word.text)) {
        throw unknownWord(word, known, { zh: '词', en: 'word' });
      }
      return { type: 'known' as const, word: word.text };
    }
    const names: string[] = [];
    const conditions: Comparison[] = [];
    do {
      const token = this.#peek();
      if (token.type === 'string') names.push(this.#name(name.text, this.#take()));
      else if (name.text === 'privilege' && token.type === 'word') conditions.push(this.#condition());
      else
        throw this.#unexpected(
          token,
          name.text === 'privilege' ? ['"DROP"', ...Object.keys(privilegeFields)] : ['"…"'],
        );
    } while (this.#accept('symbol', ','));
    if (name.text === 'privilege')
      return { type: 'privilege' as const, names: names.map((one) => one.toUpperCase()), conditions };
    return { type: name.text as 'role' | 'capability', names };
  }

  #name(of: string, token: Token): string {
    if (of === 'capability' && !capabilityNames.includes(token.text.toUpperCase())) {
      throw unknownWord(token, capabilityNames, { zh: '能力', en: 'capability' });
    }
    return of === 'capability' ? token.text.toUpperCase() : token.text;
  }

  #condition(): Comparison {
    const field = this.#take();
    if (!Object.hasOwn(privilegeFields, field.text)) {
      throw unknownWord(field, Object.keys(privilegeFields), { zh: '权限属性', en: 'field of privileges' });
    }
    return this.#comparison(field.text, false);
  }
}
