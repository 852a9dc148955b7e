import type { QueryInputOf } from '@sextant/contract/endpoint';
import { type GoldenRun, goldenQuestionEndpoints } from '@sextant/contract/golden-questions';
import { knowledgeEndpoints, type TermKind, termCheckEndpoints } from '@sextant/contract/knowledge';
import { schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';

/** The key of all that the page reads; a change of anything invalidates it. */
const knowledgeKey = ['knowledge'] as const;

export function useTerms(query: QueryInputOf<typeof knowledgeEndpoints.terms>) {
  return useQuery({
    queryKey: [...knowledgeKey, 'terms', query],
    queryFn: ({ signal }) => call(knowledgeEndpoints.terms, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useExamples(query: QueryInputOf<typeof knowledgeEndpoints.examples>) {
  return useQuery({
    queryKey: [...knowledgeKey, 'examples', query],
    queryFn: ({ signal }) => call(knowledgeEndpoints.examples, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRelationships(id: string) {
  return useQuery({
    queryKey: [...knowledgeKey, 'relationships', id],
    queryFn: ({ signal }) => call(schemaBrowserEndpoints.relationships, { params: { id }, signal }),
  });
}

export function useSuggestedRelationships(id: string) {
  return useQuery({
    queryKey: [...knowledgeKey, 'suggested', id],
    queryFn: ({ signal }) => call(knowledgeEndpoints.suggestions, { params: { id }, signal }),
  });
}

export function useGoldenQuestions(id: string, query: QueryInputOf<typeof goldenQuestionEndpoints.list>) {
  return useQuery({
    queryKey: [...knowledgeKey, 'golden', id, query],
    queryFn: ({ signal }) => call(goldenQuestionEndpoints.list, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What the built-in engine makes of a definition as it is typed. */
export function useTermCheck(id: string, definition: { term: string; kind: TermKind; expression: string }) {
  const body = { ...definition, term: definition.term.trim() || '?' };
  return useQuery({
    queryKey: [...knowledgeKey, 'check', id, body],
    queryFn: ({ signal }) => call(termCheckEndpoints.check, { params: { id }, body, signal }),
    enabled: body.expression.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

function endedRuns(list: { runs: GoldenRun[] } | undefined): string {
  const ended = list?.runs.filter(({ status }) => status !== 'running') ?? [];
  return ended.map((run) => run.id).join();
}

/** Looks again every two seconds while one is running; the questions tell their last results anew when one has ended. */
export function useGoldenRuns(id: string) {
  const client = useQueryClient();
  const queryKey = [...knowledgeKey, 'runs', id];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<{ runs: GoldenRun[] }>(queryKey);
      const read = await call(goldenQuestionEndpoints.runs, { params: { id }, query: { limit: 20 }, signal });
      if (before && endedRuns(before) !== endedRuns(read))
        void client.invalidateQueries({ queryKey: [...knowledgeKey, 'golden', id] });
      return read;
    },
    refetchInterval: ({ state }) =>
      state.data?.runs.some(({ status }) => status === 'running') ? 2000 : false,
  });
}

export function useGoldenRun(id: string, runId: string) {
  return useQuery({
    queryKey: [...knowledgeKey, 'run', id, runId],
    queryFn: ({ signal }) => call(goldenQuestionEndpoints.run, { params: { id, run_id: runId }, signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 2000 : false),
  });
}

export function useGoldenSettings(id: string) {
  return useQuery({
    queryKey: [...knowledgeKey, 'settings', id],
    queryFn: ({ signal }) => call(goldenQuestionEndpoints.settings, { params: { id }, signal }),
  });
}

/** Does something and has every list read again; `done` is said when it went well. */
export function useChange<I, O>(work: (input: I) => Promise<O>, done?: string) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const showError = useErrorDialog();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: knowledgeKey });
      if (done !== undefined) void message.success(done);
    },
    onError: showError,
  });
}

/** Asks before something named goes. */
export function useConfirmedRemoval(work: (id: string) => Promise<unknown>) {
  const t = useTexts(knowledgeTexts);
  const { modal } = App.useApp();
  const remove = useChange(work, t('removed'));
  return (id: string, name: string) =>
    void modal.confirm({
      title: t('removeTitle', { name }),
      content: t('removeText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => remove.mutateAsync(id).catch(() => undefined),
    });
}
