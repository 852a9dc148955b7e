import type { Person } from '@sextant/contract/room-messages';
import { describe, expect, it } from 'vitest';
import { findMentions } from './mentions.ts';

const person = (id: string, username: string, display_name: string): Person => ({
  id,
  number: 1,
  username,
  display_name,
  avatar_url: null,
});
const members = [person('a', 'ann', ''), person('b', 'anna', '安娜'), person('c', 'bo', '小波')];

describe('who a text mentions', () => {
  it.each([
    ['@anna and @小波你好', ['b', 'c']],
    ['@ann, @all', ['a', 'all']],
    ['@anton and somebody@example.com', []],
    ['@', []],
  ])('%s', (text, ids) => {
    expect(findMentions(text, members)).toEqual(ids);
  });

  it('is not looked for behind every one of thousands of marks', () => {
    expect(findMentions(`${'@'.repeat(50_000)}ann`, members)).toEqual([]);
    expect(findMentions(`${'@ '.repeat(100)}@ann`, members)).toEqual(['a']);
  });
});
