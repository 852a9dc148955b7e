import { syncSessionEndpoints } from '@sextant/contract/sync-sessions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type CallInput, call } from '../../../lib/api-client.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governKeys } from '../govern-queries.ts';

export type RunInput = CallInput<typeof syncSessionEndpoints.run>['body'];

/** Starting and cancelling sessions; what fails is shown over the page. */
export function useSessionActions() {
  const client = useQueryClient();
  const showError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: governKeys.sessions });
  const run = useMutation({
    mutationFn: (body: RunInput) => call(syncSessionEndpoints.run, { body }),
    onError: showError,
    onSettled: reload,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => call(syncSessionEndpoints.cancel, { params: { id } }),
    onError: showError,
    onSettled: reload,
  });
  return { run, cancel };
}
