import { ClockCircleOutlined } from '@ant-design/icons';
import type { ExtensionDetail } from '@sextant/contract/extensions';
import { Button, Tabs, Tag } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { ConfigTab } from './ConfigTab.tsx';
import { DocsTab } from './DocsTab.tsx';
import { extensionPaths } from './extensions-paths.ts';
import { useExtension } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';
import { RunsTab } from './RunsTab.tsx';
import { RunTab } from './RunTab.tsx';
import { SettingsTab } from './SettingsTab.tsx';
import { SourceTab, VersionsTab } from './SourceTab.tsx';

/** One extension, once it is known. */
export function ExtensionPage() {
  const t = useTexts(extensionsTexts);
  const { extensionId = '' } = useParams();
  const extension = useExtension(extensionId);
  if (extension.data) return <Loaded one={extension.data} />;
  return (
    <PageFrame title={t('title')}>
      {extension.isError ? (
        <ErrorNotice error={extension.error} onRetry={() => void extension.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </PageFrame>
  );
}

/** Running it, what it says of itself, its history and, for administrators, its insides. The tab stands in the address. */
function Loaded({ one }: { one: ExtensionDetail }) {
  const t = useTexts(extensionsTexts);
  const { tab = 'run' } = useParams();
  const navigate = useNavigate();
  const isAdmin = useMay('admin');
  const mayCreate = useMay('create');
  const tabs = [
    { key: 'run', label: t('tabRun'), children: <RunTab key={one.version} extension={one} /> },
    { key: 'docs', label: t('tabDocs'), children: <DocsTab document={one.document} /> },
    { key: 'runs', label: t('tabRuns'), children: <RunsTab id={one.id} /> },
  ];
  const insides = [
    { key: 'config', label: t('tabConfig'), children: <ConfigTab id={one.id} /> },
    { key: 'source', label: t('tabSource'), children: <SourceTab extension={one} /> },
    { key: 'versions', label: t('tabVersions'), children: <VersionsTab id={one.id} /> },
    { key: 'settings', label: t('tabSettings'), children: <SettingsTab extension={one} /> },
  ];
  return (
    <PageFrame
      title={one.name}
      description={
        <>
          {one.description} {!one.enabled && <Tag>{t('disabled')}</Tag>}
        </>
      }
      actions={
        mayCreate &&
        one.may_run && (
          <Link to={extensionPaths.newTaskFor(one.id)}>
            <Button icon={<ClockCircleOutlined />} tabIndex={-1}>
              {t('schedule')}
            </Button>
          </Link>
        )
      }
    >
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) =>
          navigate(extensionPaths.one(one.id, next === 'run' ? undefined : next), { replace: true })
        }
        items={isAdmin ? [...tabs, ...insides] : tabs}
      />
    </PageFrame>
  );
}
