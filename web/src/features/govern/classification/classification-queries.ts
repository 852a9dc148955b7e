import { classificationEndpoints } from '@sextant/contract/classification';
import type { QueryInputOf } from '@sextant/contract/endpoint';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governKeys } from '../govern-queries.ts';
import { classificationTexts } from './classification-texts.ts';

export function useRules(classId: string | undefined) {
  return useQuery({
    queryKey: [...governKeys.rules, 'list', classId],
    queryFn: async ({ signal }) =>
      (await call(classificationEndpoints.rules, { query: { class_id: classId }, signal })).rules,
    placeholderData: keepPreviousData,
  });
}

/** The words of the rule language and examples of it. */
export function useRuleWords() {
  return useQuery({
    queryKey: [...governKeys.rules, 'words'],
    queryFn: ({ signal }) => call(classificationEndpoints.words, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether an expression can be read; not asked for while it is empty. */
export function useRuleCheck(expression: string) {
  return useQuery({
    queryKey: [...governKeys.rules, 'check', expression],
    queryFn: ({ signal }) => call(classificationEndpoints.check, { body: { expression }, signal }),
    enabled: expression.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** Who would match; not asked for while the expression is null. */
export function useRulePreview(expression: string | null) {
  return useQuery({
    queryKey: [...governKeys.rules, 'preview', expression],
    queryFn: ({ signal }) =>
      call(classificationEndpoints.preview, { body: { expression: expression ?? '' }, signal }),
    enabled: expression !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useBatches(query: QueryInputOf<typeof classificationEndpoints.batches>) {
  return useQuery({
    queryKey: [...governKeys.batches, 'list', query],
    queryFn: ({ signal }) => call(classificationEndpoints.batches, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useBatch(id: string) {
  return useQuery({
    queryKey: [...governKeys.batches, 'one', id],
    queryFn: ({ signal }) => call(classificationEndpoints.batch, { params: { id }, signal }),
  });
}

export function useBatchMatches(
  id: string,
  query: QueryInputOf<typeof classificationEndpoints.batchMatches>,
) {
  return useQuery({
    queryKey: [...governKeys.batches, 'matches', id, query],
    queryFn: ({ signal }) => call(classificationEndpoints.batchMatches, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Asks anew for everything that classes, rules and batches decide. */
export function useReloadClasses(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const { classes, rules, batches, accounts } = governKeys;
    await Promise.all(
      [classes, rules, batches, accounts].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
}

export function useClassify() {
  const t = useTexts(classificationTexts);
  const { message } = App.useApp();
  const reload = useReloadClasses();
  return useMutation({
    mutationFn: () => call(classificationEndpoints.classify, { body: {} }),
    async onSuccess(batch) {
      await reload();
      void message.success(
        t('classified', {
          matched: batch.matched_accounts,
          total: batch.total_accounts,
          added: batch.added,
          removed: batch.removed,
        }),
      );
    },
    onError: useErrorDialog(),
  });
}
