import { type Instance, instanceEndpoints } from '@sextant/contract/instances';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type CallInput, call } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governKeys } from '../govern-queries.ts';
import { instancesTexts } from './instances-texts.ts';

/** Checking one instance, and changing or deleting many; what fails is shown over the page. */
export function useInstanceActions() {
  const t = useTexts(instancesTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const showError = useErrorDialog();
  const reload = () => client.invalidateQueries({ queryKey: governKeys.instances });
  const check = useMutation({
    mutationFn: ({ id }: Instance) => call(instanceEndpoints.check, { params: { id } }),
    onSuccess({ name, health, latency_ms: latency, error }) {
      if (health === 'up') void message.success(t('checked', { name, latency: latency ?? 0 }));
      else void message.warning(t('checkedDown', { name, reason: error?.message ?? '' }), 6);
    },
    onError: showError,
    onSettled: reload,
  });
  const bulk = useMutation({
    mutationFn: (body: CallInput<typeof instanceEndpoints.bulk>['body']) =>
      call(instanceEndpoints.bulk, { body }),
    onSuccess({ count }, { action }) {
      void message.success(t(action === 'remove' ? 'removedCount' : 'bulkDone', { count }));
      if (action === 'remove') void client.invalidateQueries({ queryKey: queryKeys.connections });
    },
    onError: showError,
    onSettled: reload,
  });
  return { check, bulk };
}
