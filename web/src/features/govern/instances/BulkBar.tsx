import { DownOutlined } from '@ant-design/icons';
import { environmentSchema, type Instance } from '@sextant/contract/instances';
import type { SyncKind } from '@sextant/contract/sync-sessions';
import { App, Button, Dropdown, type MenuProps, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useInstanceTags } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { useSessionActions } from '../sessions/use-session-actions.ts';
import { CredentialDialog } from './CredentialDialog.tsx';
import { instancesTexts } from './instances-texts.ts';
import { useInstanceActions } from './use-instance-actions.ts';

const shownNames = 5;

interface Props {
  selected: Instance[];
  onSession: (id: string) => void;
  onDone: () => void;
}

/** What can be done with the chosen instances at once. */
export function BulkBar({ selected, onSession, onDone }: Props) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const mayDelete = useMay('delete');
  const { modal } = App.useApp();
  const { run } = useSessionActions();
  const { bulk } = useInstanceActions();
  const [asking, setAsking] = useState<'tags' | 'credential' | null>(null);
  const ids = selected.map(({ id }) => id);
  const start = (kind: SyncKind) =>
    run.mutate({ kind, instance_ids: ids }, { onSuccess: ({ id }) => onSession(id) });
  const change = (changes: Extract<Parameters<typeof bulk.mutate>[0], { action: 'update' }>['changes']) =>
    bulk.mutate({ action: 'update', ids, changes }, { onSuccess: onDone });
  const names = selected.map(({ name }) => name);
  const named = names.slice(0, shownNames).join(', ');
  const confirmRemoval = () =>
    modal.confirm({
      title: t('removeTitle', { count: ids.length }),
      content: t('removeText', {
        names: names.length > shownNames ? t('andMore', { names: named, count: names.length }) : named,
      }),
      okText: g('remove'),
      okButtonProps: { danger: true },
      cancelText: g('cancel'),
      onOk: () => bulk.mutateAsync({ action: 'remove', ids }).then(onDone, () => undefined),
    });
  const items: MenuProps['items'] = [
    ...environmentSchema.options.map((environment) => ({
      key: environment,
      label: t('setEnvironment', { name: g(environment) }),
      onClick: () => change({ environment }),
    })),
    { key: 'tags', label: t('addTags'), onClick: () => setAsking('tags') },
    { key: 'credential', label: t('useCredential'), onClick: () => setAsking('credential') },
    { key: 'on', label: t('activate'), onClick: () => change({ is_active: true }) },
    { key: 'off', label: t('deactivate'), onClick: () => change({ is_active: false }) },
    ...(mayDelete ? [{ key: 'remove', danger: true, label: g('remove'), onClick: confirmRemoval }] : []),
  ];
  return (
    <Space wrap style={{ marginBottom: 16 }}>
      <span>{t('selected', { count: ids.length })}</span>
      <Button loading={run.isPending} onClick={() => start('check_instances')}>
        {t('checkNow')}
      </Button>
      <Button loading={run.isPending} onClick={() => start('sync_accounts')}>
        {t('syncAccounts')}
      </Button>
      <Button loading={run.isPending} onClick={() => start('sync_capacity')}>
        {t('measure')}
      </Button>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button loading={bulk.isPending} icon={<DownOutlined />} iconPlacement="end">
          {t('more')}
        </Button>
      </Dropdown>
      {asking === 'tags' && (
        <TagDialog
          count={ids.length}
          onClose={() => setAsking(null)}
          onTags={(add_tags) => {
            setAsking(null);
            change({ add_tags });
          }}
        />
      )}
      {asking === 'credential' && (
        <CredentialDialog
          count={ids.length}
          onClose={() => setAsking(null)}
          onChoose={(credential_id) => {
            setAsking(null);
            change({ credential_id });
          }}
        />
      )}
    </Space>
  );
}

interface TagDialogProps {
  count: number;
  onTags: (tags: string[]) => void;
  onClose: () => void;
}

function TagDialog({ count, onTags, onClose }: TagDialogProps) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const known = useInstanceTags().data ?? [];
  const [tags, setTags] = useState<string[]>([]);
  return (
    <Modal
      open
      title={t('addTagsTitle', { count })}
      okText={g('save')}
      cancelText={g('cancel')}
      okButtonProps={{ disabled: tags.length === 0 }}
      onOk={() => onTags(tags)}
      onCancel={onClose}
    >
      <Select
        mode="tags"
        autoFocus
        aria-label={g('tag')}
        placeholder={t('tagsHint')}
        style={{ width: '100%' }}
        value={tags}
        options={known.map(({ name }) => ({ value: name, label: name }))}
        onChange={setTags}
      />
    </Modal>
  );
}
