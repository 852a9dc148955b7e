import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { CollectTab } from './CollectTab.tsx';
import { FilesTab } from './FilesTab.tsx';
import { systemTexts } from './system-texts.ts';
import { WarehouseTab } from './WarehouseTab.tsx';

/** What an administrator sets for the whole installation; the open tab stands in the address. */
export function SystemPage() {
  const t = useTexts(systemTexts);
  const navigate = useNavigate();
  const { tab = 'collect' } = useParams();
  return (
    <PageFrame title={t('title')} description={t('description')}>
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => navigate(`/settings/system/${key}`, { replace: true })}
        items={[
          { key: 'collect', label: t('collect'), children: <CollectTab /> },
          { key: 'warehouse', label: t('warehouse'), children: <WarehouseTab /> },
          { key: 'files', label: t('files'), children: <FilesTab /> },
        ]}
      />
    </PageFrame>
  );
}
