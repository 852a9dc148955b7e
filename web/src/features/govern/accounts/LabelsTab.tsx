import type { Account, AccountClass } from '@sextant/contract/accounts';
import { classificationEndpoints } from '@sextant/contract/classification';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governKeys, useClasses } from '../govern-queries.ts';
import { ruleName } from '../rule-name.ts';
import { accountsTexts } from './accounts-texts.ts';
import { ClassTag } from './ClassTag.tsx';
import styles from './LabelsTab.module.css';

/** The classes of an account with what gave them, and giving one by hand. */
export function LabelsTab({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  const mayLabel = useMay('scheduler:manage');
  const client = useQueryClient();
  const reload = async () => {
    await client.invalidateQueries({ queryKey: governKeys.accounts });
    await client.invalidateQueries({ queryKey: governKeys.classes });
  };
  const remove = useMutation({
    mutationFn: (class_id: string) =>
      call(classificationEndpoints.removeLabel, { params: { id: account.id, class_id } }),
    onSuccess: reload,
    onError: useErrorDialog(),
  });
  return (
    <>
      {account.classes.length === 0 && <Empty description={t('noClasses')} />}
      <ul className={styles.list}>
        {account.classes.map((one) => (
          <li key={one.class_id}>
            <Why one={one} />
            {mayLabel && one.source === 'manual' && (
              <Button size="small" loading={remove.isPending} onClick={() => remove.mutate(one.class_id)}>
                {t('takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayLabel && account.state === 'present' && <AddLabel account={account} onAdded={reload} />}
    </>
  );
}

function Why({ one }: { one: AccountClass }) {
  const t = useTexts(accountsTexts);
  const { language } = usePreferences();
  return (
    <div>
      <ClassTag name={one.name} color={one.color} />{' '}
      {one.source === 'rule'
        ? t('byRule', { name: ruleName(one.rule_name ?? '–', language) })
        : t('byHand', { name: one.assigned_by ?? '–' })}{' '}
      <span className={styles.faint}>
        <Moment time={one.assigned_at} />
      </span>
      {one.reasons.length > 0 && (
        <div className={styles.faint}>
          {t('reasons')}
          {one.reasons.map((reason) => (
            <div key={reason}>
              <code>{reason}</code>
            </div>
          ))}
        </div>
      )}
      {one.note && <div>{one.note}</div>}
    </div>
  );
}

function AddLabel({ account, onAdded }: { account: Account; onAdded: () => Promise<void> }) {
  const t = useTexts(accountsTexts);
  const textIn = useTextIn();
  const classes = useClasses().data ?? [];
  const [classId, setClassId] = useState<string>();
  const [note, setNote] = useState('');
  const add = useMutation({
    mutationFn: (class_id: string) =>
      call(classificationEndpoints.label, {
        params: { id: account.id },
        body: { class_id, note: note || undefined },
      }),
    async onSuccess() {
      await onAdded();
      setClassId(undefined);
      setNote('');
    },
    onError: useErrorDialog(),
  });
  return (
    <section aria-label={t('addLabel')}>
      <h3 className={styles.title}>{t('addLabel')}</h3>
      <p className={styles.faint}>{t('labelHint')}</p>
      <Space wrap>
        <Select
          aria-label={t('chooseClass')}
          placeholder={t('chooseClass')}
          style={{ minWidth: 180 }}
          value={classId}
          options={classes.map(({ id, name }) => ({ value: id, label: textIn(name) }))}
          onChange={setClassId}
        />
        <Input
          value={note}
          maxLength={1000}
          placeholder={t('labelNote')}
          aria-label={t('labelNote')}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button
          disabled={classId === undefined}
          loading={add.isPending}
          onClick={() => classId !== undefined && add.mutate(classId)}
        >
          {t('add')}
        </Button>
      </Space>
    </section>
  );
}
