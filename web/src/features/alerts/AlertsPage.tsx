import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { AlertsTab } from './AlertsTab.tsx';
import { alertsPaths } from './alerts-paths.ts';
import { alertsTexts } from './alerts-texts.ts';
import { ChannelsTab } from './ChannelsTab.tsx';
import { DeliveriesTab } from './DeliveriesTab.tsx';
import { MailTab } from './MailTab.tsx';
import { RulesTab } from './RulesTab.tsx';

/** What went wrong, and for administrators by which rules and channels they hear of it. The tab stands in the address. */
export function AlertsPage() {
  const t = useTexts(alertsTexts);
  const { tab = 'alerts' } = useParams();
  const navigate = useNavigate();
  const isAdmin = useMay('admin');
  const forAll = [
    { key: 'alerts', label: t('tabAlerts'), children: <AlertsTab /> },
    { key: 'rules', label: t('tabRules'), children: <RulesTab /> },
  ];
  const forAdmins = [
    { key: 'channels', label: t('tabChannels'), children: <ChannelsTab /> },
    { key: 'mail', label: t('tabMail'), children: <MailTab /> },
    { key: 'deliveries', label: t('tabDeliveries'), children: <DeliveriesTab /> },
  ];
  return (
    <PageFrame title={t('title')} description={t('description')}>
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(next) => navigate(alertsPaths.tab(next))}
        items={isAdmin ? [...forAll, ...forAdmins] : forAll}
      />
    </PageFrame>
  );
}
