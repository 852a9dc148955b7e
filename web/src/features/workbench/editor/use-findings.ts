import { type Validation, workbenchEndpoints } from '@sextant/contract/workbench';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call } from '../../../lib/api-client.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import type { Diagnostic } from '../../../ui/sql-editor/diagnostics.ts';
import { flavourOf } from '../../../ui/sql-editor/dialects.ts';
import { type SqlStatement, statementsIn } from '../../../ui/sql-editor/sql-statements.ts';

const settleMilliseconds = 400;
const checkedStatements = 20;
const minute = 60_000;

/** What the guard says of the statements, once the typing has paused; empty while nothing is known. */
export function useFindings(
  connectionId: string | null,
  driver: string | undefined,
  sql: string,
): readonly Diagnostic[] {
  const { language } = usePreferences();
  const settled = useDebounced(sql, settleMilliseconds);
  const statements = useMemo(
    () => statementsIn(settled, flavourOf(driver).dialect).slice(0, checkedStatements),
    [settled, driver],
  );
  const combine = useCallback(
    (answers: { data: Validation | undefined }[]) =>
      answers.flatMap(({ data }, at) => diagnosticsOf(statements[at], data)),
    [statements],
  );
  const found = useQueries({
    queries: (connectionId === null ? [] : statements).map((statement) => ({
      queryKey: ['validate', connectionId, language, statement.sql],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call(workbenchEndpoints.validate, {
          params: { id: connectionId ?? '' },
          body: { sql: statement.sql },
          signal,
        }),
      staleTime: 5 * minute,
      gcTime: minute,
      retry: false,
    })),
    combine,
  });
  // Underlines of an older text would stand in the wrong places; the editor moves them along until it settles.
  return found;
}

function diagnosticsOf(
  statement: SqlStatement | undefined,
  validation: Validation | undefined,
): Diagnostic[] {
  if (statement === undefined || validation === undefined) return [];
  const { refusal, findings } = validation;
  const all = [...(refusal === null ? [] : [{ ...refusal, severity: 'error' as const }]), ...findings];
  return all.map(({ from, to, severity, message }) => ({
    severity,
    message,
    ...placed(statement, from, to),
  }));
}

/** A finding without a place is about the statement: its first word is marked. */
function placed({ sql, from: start }: SqlStatement, from: number | null, to: number | null) {
  if (from !== null && to !== null && to > from)
    return { from: start + from, to: Math.min(start + to, start + sql.length) };
  const word = /^\S+/.exec(sql)?.[0].length ?? sql.length;
  return { from: start, to: start + word };
}
