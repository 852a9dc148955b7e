import { MoreOutlined } from '@ant-design/icons';
import type { Instance } from '@sextant/contract/instances';
import { Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { workbenchPath, workbenchState } from '../../../lib/workbench-link.ts';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { instancesTexts } from './instances-texts.ts';
import { useInstanceActions } from './use-instance-actions.ts';

/** What can be done with one instance. */
export function InstanceMenu({ instance, onEdit }: { instance: Instance; onEdit: () => void }) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const navigate = useNavigate();
  const { check } = useInstanceActions();
  const { id, name, can_manage: canManage } = instance;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'check', label: t('checkNow'), onClick: () => check.mutate(instance) },
          {
            key: 'workbench',
            label: t('openInWorkbench'),
            onClick: () =>
              navigate(workbenchPath, { state: workbenchState({ sql: '', connectionId: id, name }) }),
          },
          ...(canManage
            ? [
                { key: 'edit', label: t('edit'), onClick: onEdit },
                {
                  key: 'connection',
                  label: t('connection'),
                  onClick: () => navigate(governPaths.connection(id)),
                },
              ]
            : []),
        ],
      }}
    >
      <Button
        type="text"
        icon={<MoreOutlined />}
        loading={check.isPending}
        aria-label={`${g('actions')} ${name}`}
      />
    </Dropdown>
  );
}
