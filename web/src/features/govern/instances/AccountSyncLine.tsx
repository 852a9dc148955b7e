import { type AccountSync, accountEndpoints } from '@sextant/contract/accounts';
import type { Instance } from '@sextant/contract/instances';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governKeys, useAccountSync } from '../govern-queries.ts';
import { instancesTexts } from './instances-texts.ts';

const types: Record<AccountSync['status'], 'info' | 'success' | 'warning' | 'error'> = {
  never: 'info',
  complete: 'success',
  partial: 'warning',
  failed: 'error',
  unsupported: 'info',
};

/** How the last reading of the accounts went and what was missing, with a way to read them now. */
export function AccountSyncLine({ instance }: { instance: Instance }) {
  const t = useTexts(instancesTexts);
  const textIn = useTextIn();
  const { message } = App.useApp();
  const client = useQueryClient();
  const mayRun = useMay('update');
  const sync = useAccountSync(instance.id);
  const now = useMutation({
    mutationFn: () => call(accountEndpoints.sync, { params: { id: instance.id } }),
    onSuccess: ({ accounts }) => void message.success(t('synced', { accounts })),
    onError: useErrorDialog(),
    async onSettled() {
      await client.invalidateQueries({ queryKey: governKeys.accounts });
      await client.invalidateQueries({ queryKey: governKeys.changes });
    },
  });
  if (!sync.data) return null;
  const { status, at, accounts, added, changed, removed, problems } = sync.data;
  return (
    <Alert
      type={types[status]}
      showIcon
      style={{ marginBottom: 16 }}
      title={
        <>
          {t(`sync_${status}`)}
          {at !== null && (
            <span style={{ color: 'var(--ant-color-text-description)' }}>
              {' · '}
              <Moment time={at} /> · {t('syncCounts', { accounts, added, changed, removed })}
            </span>
          )}
        </>
      }
      description={
        problems.length > 0 && problems.map((problem) => <div key={problem.en}>{textIn(problem)}</div>)
      }
      action={
        mayRun &&
        status !== 'unsupported' && (
          <Button size="small" loading={now.isPending} onClick={() => now.mutate()}>
            {t('syncNow')}
          </Button>
        )
      }
    />
  );
}
