import type { SavedQuery } from '@sextant/contract/saved-queries';
import { App, Button, Drawer, Skeleton } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { VersionsView } from '../../../ui/versions/VersionsView.tsx';
import { panelTexts } from '../panel-texts.ts';
import { useSavedQueryActions, useVersions } from './saved-queries.ts';

interface Props {
  id: string;
  name: string;
  canManage: boolean;
  onRestored: (query: SavedQuery) => void;
  onClose: () => void;
}

/** The versions of a saved query, what each changed, and the way back to it. */
export function VersionsDrawer({ id, name, canManage, onRestored, onClose }: Props) {
  const t = useTexts(panelTexts);
  const { message } = App.useApp();
  const phone = usePhone();
  const versions = useVersions(id);
  const { update } = useSavedQueryActions();
  const restore = ({ version, sql, named_params }: Pick<SavedQuery, 'version' | 'sql' | 'named_params'>) =>
    update.mutate(
      { id, sql, named_params },
      {
        onSuccess: (query) => {
          void message.success(t('restored', { version }));
          onRestored(query);
          onClose();
        },
      },
    );
  return (
    <Drawer open size={phone ? '100%' : 860} title={t('versionsOf', { name })} onClose={onClose}>
      {versions.isPending && <Skeleton active />}
      {versions.isError && <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />}
      {update.isError && <ErrorNotice error={update.error} />}
      {versions.data && (
        <VersionsView
          versions={versions.data.map((one) => ({ ...one, text: one.sql }))}
          actionsOf={(version, isCurrent) =>
            canManage &&
            !isCurrent && (
              <Button size="small" loading={update.isPending} onClick={() => restore(version)}>
                {t('restore')}
              </Button>
            )
          }
        />
      )}
    </Drawer>
  );
}
