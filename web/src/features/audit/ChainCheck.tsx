import { SafetyCertificateOutlined } from '@ant-design/icons';
import { type AuditVerification, auditEndpoints } from '@sextant/contract/audit';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './Audit.module.css';
import { auditTexts } from './audit-texts.ts';

/** Reads the whole chain when asked, and says whether it is intact. */
export function ChainCheck() {
  const t = useTexts(auditTexts);
  const verify = useMutation({ mutationFn: () => call(auditEndpoints.verify) });
  return (
    <div style={{ display: 'grid', gap: 12, justifyItems: 'start', marginBottom: 16 }} aria-live="polite">
      <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('verify')}
      </Button>
      {verify.isError && <ErrorNotice error={verify.error} />}
      {verify.data && <Verdict found={verify.data} onClose={verify.reset} />}
    </div>
  );
}

function Verdict({ found, onClose }: { found: AuditVerification; onClose: () => void }) {
  const t = useTexts(auditTexts);
  const { is_intact, checked, first_sequence, last_sequence, before_chain, problems } = found;
  const intactText =
    first_sequence === null || last_sequence === null
      ? t('intactEmpty')
      : t('intactText', { checked, first: first_sequence, last: last_sequence });
  return (
    <Alert
      showIcon
      type={is_intact ? 'success' : 'error'}
      closable={{ onClose }}
      title={t(is_intact ? 'intact' : 'broken')}
      style={{ width: '100%' }}
      description={
        <>
          {is_intact ? intactText : t('brokenText', { checked, count: problems.length })}
          {before_chain > 0 && ` ${t('beforeChain', { count: before_chain })}`}
          {problems.length > 0 && (
            <ul className={styles.problems}>
              {problems.map(({ sequence, kind, message }) => (
                <li key={`${sequence} ${kind}`}>
                  {t('chainPlace', { sequence })} · {t(`problem_${kind}`)} <code>{message}</code>
                </li>
              ))}
            </ul>
          )}
        </>
      }
    />
  );
}
