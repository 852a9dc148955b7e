import { executionEndpoints } from '@sextant/contract/executions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { collectKeys } from '../collect-queries.ts';

/** Cancelling and repeating executions; what fails is shown over the page. */
export function useExecutionActions() {
  const client = useQueryClient();
  const showError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: collectKeys.executions });
  const cancel = useMutation({
    mutationFn: (id: string) => call(executionEndpoints.cancel, { params: { id } }),
    onError: showError,
    onSettled: reload,
  });
  const retry = useMutation({
    mutationFn: (id: string) => call(executionEndpoints.retry, { params: { id } }),
    onError: showError,
    onSettled: reload,
  });
  return { cancel, retry };
}
