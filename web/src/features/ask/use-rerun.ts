import { connectionEndpoints } from '@sextant/contract/connections';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../lib/api-client.ts';
import type { AnswerResult } from './answer.ts';

const rerunMaxRows = 10_000;

/** Runs SQL again on the answer's connection. `edited` tells whether it is still the answer's own statement. */
export function useRerun(connectionId: string | null) {
  const [edited, setEdited] = useState(false);
  const flight = useRef<AbortController>(null);
  const query = useMutation({
    mutationFn: async (sql: string): Promise<AnswerResult> => {
      const { columns, rows, rows_count, truncated, execution_time } = await call(connectionEndpoints.query, {
        params: { id: connectionId ?? '' },
        body: { sql, max_rows: rerunMaxRows },
        signal: flight.current?.signal,
      });
      return { sql, columns, rows, rowsCount: rows_count, truncated, milliseconds: execution_time * 1000 };
    },
  });
  const [kept, setKept] = useState<AnswerResult | null>(null);
  return {
    result: kept,
    edited,
    running: query.isPending,
    error: query.error,
    run: (sql: string, isEdited: boolean) => {
      setEdited(isEdited);
      flight.current = new AbortController();
      query.mutate(sql, { onSuccess: setKept });
    },
    /** Ends the running statement, in the database too. */
    stop: () => {
      flight.current?.abort();
      query.reset();
    },
    restore: () => {
      setKept(null);
      setEdited(false);
      query.reset();
    },
  };
}
