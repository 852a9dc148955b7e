import { ClockCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { syncSessionEndpoints } from '@sextant/contract/sync-sessions';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { Figures } from '../Figures.tsx';
import { governPaths } from '../govern-paths.ts';
import { governKeys } from '../govern-queries.ts';
import { RunDrawer } from './RunDrawer.tsx';
import { SessionsList } from './SessionsList.tsx';
import { sessionsTexts } from './sessions-texts.ts';

/** The sessions that went from instance to instance, and starting one. */
export function SessionsPage() {
  const t = useTexts(sessionsTexts);
  const mayRun = useMay('update');
  const navigate = useNavigate();
  const [starting, setStarting] = useState(false);
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <Link to={governPaths.tasks} title={t('scheduleHint')}>
            <Button icon={<ClockCircleOutlined />} tabIndex={-1}>
              {t('schedule')}
            </Button>
          </Link>
          {mayRun && (
            <Button type="primary" icon={<PlayCircleOutlined />} onClick={() => setStarting(true)}>
              {t('run')}
            </Button>
          )}
        </>
      }
    >
      <Statistics />
      <SessionsList empty={t('empty')} />
      {starting && (
        <RunDrawer
          onClose={() => setStarting(false)}
          onStarted={(id) => void navigate(governPaths.session(id))}
        />
      )}
    </PageFrame>
  );
}

function Statistics() {
  const t = useTexts(sessionsTexts);
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: [...governKeys.sessions, 'statistics'],
    queryFn: ({ signal }) => call(syncSessionEndpoints.statistics, { query: {}, signal }),
  });
  const worst = data?.failing_instances[0];
  return (
    <Figures
      label={t('total')}
      figures={[
        { name: t('total'), value: data?.total ?? '–' },
        { name: t('success'), value: data?.success_percent == null ? '–' : `${data.success_percent}%` },
        {
          name: t('average'),
          value: data?.average_ms == null ? '–' : formatDuration(data.average_ms, language),
        },
        {
          name: worst ? `${t('failing')} · ${t('failures', { count: worst.failures })}` : t('failing'),
          value: worst?.instance_name ?? '–',
          ...(worst?.instance_id && { to: governPaths.instance(worst.instance_id, 'sessions') }),
        },
      ]}
    />
  );
}
