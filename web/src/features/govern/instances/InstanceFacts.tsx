import type { Instance } from '@sextant/contract/instances';
import { Alert, Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatBytes } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { addressOf } from '../address-of.ts';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { AccountSyncLine } from './AccountSyncLine.tsx';
import { instancesTexts } from './instances-texts.ts';

/** Everything known about an instance, and why it is down when it is. */
export function InstanceFacts({ instance: one }: { instance: Instance }) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const { language } = usePreferences();
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  return (
    <>
      {one.error !== null && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={one.error.message}
          description={one.error.hint}
        />
      )}
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, md: 2 }}
        style={{ marginBottom: 16, overflowWrap: 'anywhere', background: 'var(--ant-color-bg-container)' }}
        items={[
          item('engine', g('engine'), one.driver_label),
          item('version', t('version'), one.version ?? '–'),
          item('address', t('address'), <code>{addressOf(one)}</code>),
          item('database', t('database'), one.database ?? '–'),
          item('login', t('login'), one.username ?? '–'),
          item(
            'credential',
            t('credential'),
            one.credential === null ? (
              '–'
            ) : (
              <Link to={`${governPaths.credentials}?q=${encodeURIComponent(one.credential.name)}`}>
                {one.credential.name}
              </Link>
            ),
          ),
          item('contact', t('contact'), one.contact ?? '–'),
          item('owner', t('ownerName'), one.owner ?? '–'),
          item('size', t('size'), one.size_bytes === null ? '–' : formatBytes(one.size_bytes)),
          item(
            'latency',
            t('latency'),
            one.latency_ms === null ? '–' : formatDuration(one.latency_ms, language),
          ),
          item('checked', t('lastCheck'), <Moment time={one.last_checked_at} />),
          item('up', t('lastUp'), <Moment time={one.last_up_at} />),
          item('shared', t('shared'), g(one.is_shared ? 'yes' : 'no')),
          item('active', t('active'), g(one.is_active ? 'yes' : 'no')),
          item('created', t('since'), <Moment time={one.created_at} />),
          item('note', t('note'), one.description ?? '–'),
        ]}
      />
      <AccountSyncLine instance={one} />
    </>
  );
}
