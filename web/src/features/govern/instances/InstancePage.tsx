import { EditOutlined, SyncOutlined } from '@ant-design/icons';
import type { Instance } from '@sextant/contract/instances';
import type { SyncKind } from '@sextant/contract/sync-sessions';
import { Button, Dropdown, Space, Tabs } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { AccountsList } from '../accounts/AccountsList.tsx';
import { ChangesList } from '../accounts/ChangesList.tsx';
import { addressOf } from '../address-of.ts';
import { governPaths } from '../govern-paths.ts';
import { useInstance } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { HealthTag } from '../HealthTag.tsx';
import { EnvironmentTag, InstanceTags } from '../InstanceTags.tsx';
import { SessionProgress } from '../sessions/SessionProgress.tsx';
import { SessionsList } from '../sessions/SessionsList.tsx';
import { useSessionActions } from '../sessions/use-session-actions.ts';
import { AccountSyncLine } from './AccountSyncLine.tsx';
import { CapacityTab } from './CapacityTab.tsx';
import { InstanceDrawer } from './InstanceDrawer.tsx';
import { InstanceFacts } from './InstanceFacts.tsx';
import { instancesTexts } from './instances-texts.ts';
import { LivenessTab } from './LivenessTab.tsx';
import { useInstanceActions } from './use-instance-actions.ts';

/** One instance, once it is known. */
export function InstancePage() {
  const t = useTexts(instancesTexts);
  const { instanceId = '' } = useParams();
  const instance = useInstance(instanceId);
  if (instance.data) return <Loaded instance={instance.data} />;
  return (
    <PageFrame title={t('title')}>
      {instance.isError ? (
        <ErrorNotice error={instance.error} onRetry={() => void instance.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </PageFrame>
  );
}

/** What is known of an instance, by tabs that stand in the address. */
function Loaded({ instance }: { instance: Instance }) {
  const t = useTexts(instancesTexts);
  const { tab = 'overview' } = useParams();
  const maySessions = useMay('scheduler:view');
  const navigate = useNavigate();
  const [session, setSession] = useState<string | null>(null);
  const { id } = instance;
  const sessions = {
    key: 'sessions',
    label: t('tabSessions'),
    children: <SessionsList instanceId={id} empty={t('noSessions')} />,
  };
  return (
    <PageFrame
      title={instance.name}
      description={
        <Space wrap size={[8, 4]}>
          <HealthTag {...instance} />
          <EnvironmentTag environment={instance.environment} />
          <InstanceTags tags={instance.tags} />
          <code>{addressOf(instance)}</code>
        </Space>
      }
      actions={<Actions instance={instance} onSession={setSession} />}
    >
      {session !== null && <SessionProgress id={session} onClose={() => setSession(null)} />}
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) =>
          navigate(governPaths.instance(id, next === 'overview' ? undefined : next), { replace: true })
        }
        items={[
          { key: 'overview', label: t('tabOverview'), children: <InstanceFacts instance={instance} /> },
          {
            key: 'accounts',
            label: t('tabAccounts'),
            children: (
              <>
                <AccountSyncLine instance={instance} />
                <AccountsList connectionId={id} />
              </>
            ),
          },
          { key: 'changes', label: t('tabChanges'), children: <ChangesList connectionId={id} /> },
          { key: 'capacity', label: t('tabCapacity'), children: <CapacityTab instanceId={id} /> },
          { key: 'liveness', label: t('tabLiveness'), children: <LivenessTab instanceId={id} /> },
          ...(maySessions ? [sessions] : []),
        ]}
      />
    </PageFrame>
  );
}

function Actions({ instance, onSession }: { instance: Instance; onSession: (id: string) => void }) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const mayRun = useMay('update');
  const navigate = useNavigate();
  const { check } = useInstanceActions();
  const { run } = useSessionActions();
  const [editing, setEditing] = useState(false);
  const { id, can_manage: canManage } = instance;
  const start = (kind: SyncKind) =>
    run.mutate({ kind, instance_ids: [id] }, { onSuccess: (session) => onSession(session.id) });
  return (
    <>
      <Button icon={<SyncOutlined />} loading={check.isPending} onClick={() => check.mutate(instance)}>
        {t('checkNow')}
      </Button>
      {mayRun && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: (['sync_accounts', 'sync_capacity'] as const).map((kind) => ({
              key: kind,
              label: g(kind),
              onClick: () => start(kind),
            })),
          }}
        >
          <Button loading={run.isPending}>{t('more')}</Button>
        </Dropdown>
      )}
      {canManage && (
        <>
          <Button onClick={() => navigate(governPaths.connection(id))}>{t('connection')}</Button>
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        </>
      )}
      {editing && <InstanceDrawer instance={instance} onClose={() => setEditing(false)} />}
    </>
  );
}
