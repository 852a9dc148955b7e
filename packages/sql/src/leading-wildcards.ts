import type { StatementFinding } from './finding.ts';
import type { Token } from './token.ts';

const likes = new Set(['LIKE', 'ILIKE']);

/** Patterns that begin with `%`, for which no ordinary index helps. */
export function leadingWildcards(tokens: readonly Token[]): StatementFinding[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1];
    if (token.kind !== 'string' || !/^%./s.test(token.text) || !likes.has(before?.upper ?? '')) return [];
    return [finding(token)];
  });
}

function finding({ start, end }: Token): StatementFinding {
  return {
    code: 'leading_wildcard',
    severity: 'warning',
    text: {
      zh: 'LIKE 以 % 开头，普通索引用不上，会逐行比较；能确定开头时请去掉它，或改用全文检索',
      en: 'A LIKE pattern that begins with % cannot use an ordinary index and compares every row; drop it where the beginning is known, or use full-text search',
    },
    from: start,
    to: end,
  };
}
