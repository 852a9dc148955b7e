import type { Dialect } from './dialect.ts';
import { grammarRules } from './grammar-rules.ts';

/** PostgreSQL's reserved words, which are never names unless quoted. */
const postgresql = new Set(
  `ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN CONSTRAINT CREATE DEFAULT
   DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FROM GRANT GROUP HAVING IN INITIALLY INTERSECT
   INTO LATERAL LEADING LIMIT NOT NULL OFFSET ON ONLY OR ORDER PLACING PRIMARY REFERENCES RETURNING SELECT SOME
   SYMMETRIC TABLE THEN TO TRAILING TRUE UNION UNIQUE USING VARIADIC WHEN WHERE WINDOW WITH CROSS FULL ILIKE INNER IS
   ISNULL JOIN LEFT LIKE NATURAL NOTNULL OUTER RIGHT SIMILAR BETWEEN BY EXISTS`.split(/\s+/),
);

/** Words that a dialect never takes for a name unless they are quoted, in capitals. */
export function keywordsOf(dialect: Dialect): ReadonlySet<string> {
  return dialect === 'postgresql' ? postgresql : grammarRules[dialect].reserved;
}
