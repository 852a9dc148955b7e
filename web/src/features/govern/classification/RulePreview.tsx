import type { Account } from '@sextant/contract/accounts';
import { Alert, Table } from 'antd';
import { Link } from 'react-router';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { useRulePreview } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import styles from './RuleDrawer.module.css';

/** Whom a rule would match and why, before it is saved; `expression` is null while it cannot be read. */
export function RulePreview({ expression }: { expression: string | null }) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const preview = useRulePreview(expression);
  return (
    <section aria-label={t('preview')}>
      <h3 className={styles.heading}>{t('preview')}</h3>
      {preview.isError && <ErrorNotice error={preview.error} />}
      {!preview.data && !preview.isError && <p className={styles.faint}>{t('previewEmpty')}</p>}
      {preview.data && (
        <div style={{ opacity: expression === null || preview.isPlaceholderData ? 0.5 : 1 }}>
          {preview.data.warning !== null && (
            <Alert type="warning" showIcon title={textIn(preview.data.warning)} style={{ marginBottom: 8 }} />
          )}
          <p>{t('previewCount', { matched: preview.data.matched, total: preview.data.total })}</p>
          <Table<{ account: Account; reasons: string[] }>
            rowKey={({ account }) => account.id}
            size="small"
            dataSource={preview.data.accounts}
            scroll={{ x: 'max-content' }}
            pagination={{ pageSize: 10, showSizeChanger: false, hideOnSinglePage: true }}
            columns={[
              {
                title: t('account'),
                key: 'account',
                render: (_, { account }) => (
                  <Link to={governPaths.accountsOf({ account: account.id })}>{account.label}</Link>
                ),
              },
              { title: g('instance'), key: 'instance', render: (_, { account }) => account.connection_name },
              {
                title: t('why'),
                key: 'why',
                render: (_, { reasons }) => <Reasons reasons={reasons} />,
              },
            ]}
          />
        </div>
      )}
    </section>
  );
}

/** The parts of a rule that held. */
export function Reasons({ reasons }: { reasons: string[] }) {
  return (
    <div style={{ maxWidth: 420, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {reasons.map((reason) => (
        <div key={reason}>
          <code>{reason}</code>
        </div>
      ))}
    </div>
  );
}
