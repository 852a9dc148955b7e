import { describe, expect, it } from 'vitest';
import { messageParts } from './message-parts.ts';

const shown = (content: string, names: string[] = []) =>
  messageParts(content, names).map(({ kind, text }) => (kind === 'text' ? text : `${kind}:${text}`));

describe('the parts of a message', () => {
  it('find addresses without the punctuation and Chinese text behind them', () => {
    expect(shown('见 https://example.org/a?b=1#c。谢谢')).toEqual([
      '见 ',
      'link:https://example.org/a?b=1#c',
      '。谢谢',
    ]);
    expect(shown('(see http://example.org/x).')).toEqual(['(see ', 'link:http://example.org/x', ').']);
  });

  it('leave everything else as the text that it is', () => {
    expect(shown('<b>javascript:alert(1)</b>\n  two')).toEqual(['<b>javascript:alert(1)</b>\n  two']);
  });

  it('mark the longest name behind an at-sign, also without a space behind it', () => {
    expect(shown('@小明明你好 @小明', ['小明', '小明明'])).toEqual([
      'mention:@小明明',
      '你好 ',
      'mention:@小明',
    ]);
    expect(shown('@anna @ann', ['Ann'])).toEqual(['@anna ', 'mention:@ann']);
  });
});
