import { type AccountDetail, accountEndpoints, type Remedy } from '@sextant/contract/accounts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Radio, Select, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { LazySqlEditor } from '../../../ui/sql-editor/LazySqlEditor.tsx';
import { governKeys, useClasses } from '../govern-queries.ts';
import { accountsTexts } from './accounts-texts.ts';
import styles from './RemedyTab.module.css';
import { RunRemedyDialog } from './RunRemedyDialog.tsx';

/** The script that locks an account or takes back what a class does not allow: shown, copied, run by administrators. */
export function RemedyTab({ account }: { account: AccountDetail }) {
  const t = useTexts(accountsTexts);
  const textIn = useTextIn();
  const classes = useClasses().data ?? [];
  const [kind, setKind] = useState<Remedy['kind']>(account.is_locked ? 'unlock' : 'lock');
  const [chosen, setChosen] = useState<string>();
  const ordinary = classes.find(({ allows }) => allows === 'reader') ?? classes.at(-1);
  const classId = chosen ?? ordinary?.id;
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Radio.Group
          optionType="button"
          value={kind}
          options={(['reduce', account.is_locked ? 'unlock' : 'lock'] as const).map((value) => ({
            value,
            label: t(value),
          }))}
          onChange={(event) => setKind(event.target.value)}
        />
        {kind === 'reduce' && (
          <Select
            aria-label={t('reduceTo')}
            title={t('reduceTo')}
            style={{ minWidth: 180 }}
            value={classId}
            options={classes.map(({ id, name }) => ({ value: id, label: textIn(name) }))}
            onChange={setChosen}
          />
        )}
      </Space>
      {(kind !== 'reduce' || classId !== undefined) && (
        <Shown account={account} kind={kind} classId={kind === 'reduce' ? classId : undefined} />
      )}
    </>
  );
}

interface ShownProps {
  account: AccountDetail;
  kind: Remedy['kind'];
  classId: string | undefined;
}

function Shown({ account, kind, classId }: ShownProps) {
  const t = useTexts(accountsTexts);
  const textIn = useTextIn();
  const isAdmin = useMay('admin');
  const [running, setRunning] = useState(false);
  const remedy = useQuery({
    queryKey: [...governKeys.accounts, 'remedy', account.id, kind, classId],
    queryFn: ({ signal }) =>
      call(accountEndpoints.remedy, {
        params: { id: account.id },
        query: { kind, class_id: classId },
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
  });
  if (remedy.isError) return <ErrorNotice error={remedy.error} onRetry={() => void remedy.refetch()} />;
  if (!remedy.data) return <PageSkeleton />;
  const { statements, script, remaining, can_run: canRun } = remedy.data;
  return (
    <>
      {remaining.length > 0 && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={t('remaining')}
          description={remaining.map((text) => <div key={text.en}>{textIn(text)}</div>)}
        />
      )}
      {statements.length === 0 ? (
        <Alert type="success" showIcon title={t('nothingToDo')} />
      ) : (
        <section aria-label={t('script')}>
          <div className={styles.heading}>
            <p>{t('scriptHint')}</p>
            <CopyButton text={script} />
          </div>
          <div className={styles.script}>
            <LazySqlEditor readOnly value={script} driver={account.engine} label={t('script')} />
          </div>
          {canRun ? (
            <Button danger onClick={() => setRunning(true)}>
              {t('run')}
            </Button>
          ) : (
            <span className={styles.faint}>{t(isAdmin ? 'cannotRun' : 'adminOnly')}</span>
          )}
        </section>
      )}
      {running && (
        <RunRemedyDialog account={account} remedy={remedy.data} onClose={() => setRunning(false)} />
      )}
    </>
  );
}
