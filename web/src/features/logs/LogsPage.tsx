import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { ErrorsTab } from './ErrorsTab.tsx';
import { logsPaths } from './logs-paths.ts';
import { logsTexts } from './logs-texts.ts';
import { RetentionTab } from './RetentionTab.tsx';
import { SearchTab } from './SearchTab.tsx';
import { StatisticsTab } from './StatisticsTab.tsx';
import { TailTab } from './TailTab.tsx';

/** The product's own log. The tab and everything that narrows it stand in the address. */
export function LogsPage() {
  const t = useTexts(logsTexts);
  const { tab = 'search' } = useParams();
  const navigate = useNavigate();
  return (
    <PageFrame title={t('title')} description={t('description')}>
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) => navigate(logsPaths.tab(next))}
        items={[
          { key: 'search', label: t('tabSearch'), children: <SearchTab /> },
          { key: 'live', label: t('tabTail'), children: <TailTab /> },
          { key: 'errors', label: t('tabErrors'), children: <ErrorsTab /> },
          { key: 'statistics', label: t('tabStatistics'), children: <StatisticsTab /> },
          { key: 'retention', label: t('tabSettings'), children: <RetentionTab /> },
        ]}
      />
    </PageFrame>
  );
}
