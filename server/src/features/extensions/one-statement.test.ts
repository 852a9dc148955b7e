import { describe, expect, it } from 'vitest';
import { isOneStatement } from './one-statement.ts';

describe('one statement', () => {
  it.each([
    ['SELECT 1', true],
    ['SELECT 1; -- done\n /* at last */ ;', true],
    ["SELECT ';', 'it''s; fine', \"a;b\", `c;d`, [e;f] -- ;", true],
    ['CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END', true],
    ['SELECT 1; SELECT 2', false],
    ["SELECT ';'; DROP TABLE a", false],
    ['SELECT 1 /* ; */; DELETE FROM a', false],
    ['SELECT 1; -- so far\nDELETE FROM a', false],
  ])('%s: %s', (text, expected) => {
    expect(isOneStatement(text)).toBe(expected);
  });

  it.each(['[', "'", '/*', '--', ';/*'])('is found in a long text of nothing but %s', (piece) => {
    expect(() => isOneStatement(piece.repeat(500_000))).not.toThrow();
  });
});
