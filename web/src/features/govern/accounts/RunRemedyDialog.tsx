import { type Account, accountEndpoints, type Remedy } from '@sextant/contract/accounts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { governKeys } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { accountsTexts } from './accounts-texts.ts';

interface Props {
  account: Account;
  remedy: Remedy;
  onClose: () => void;
}

/** Runs what was shown at the database, once the account's name has been typed. */
export function RunRemedyDialog({ account, remedy, onClose }: Props) {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const { kind, class_id, statements, confirm } = remedy;
  const run = useMutation({
    mutationFn: () =>
      call(accountEndpoints.applyRemedy, {
        params: { id: account.id },
        body: { kind, class_id, statements, confirm: typed },
      }),
    onSuccess({ ran, changes }) {
      if (changes.length === 0) void message.success(t('ran', { count: ran }));
      else {
        const found = changes.map((text) => <div key={text.en}>{textIn(text)}</div>);
        modal.success({ title: t('ran', { count: ran }), content: found });
      }
      onClose();
    },
    onSettled() {
      void client.invalidateQueries({ queryKey: governKeys.accounts });
      void client.invalidateQueries({ queryKey: governKeys.changes });
    },
  });
  return (
    <Modal
      open
      title={t('runTitle', { instance: account.connection_name, count: statements.length })}
      okText={t('run')}
      okButtonProps={{ danger: true, disabled: typed !== confirm }}
      cancelText={g('cancel')}
      confirmLoading={run.isPending}
      onOk={() => run.mutate()}
      onCancel={onClose}
    >
      <p>{t('runText')}</p>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is its child */}
      <label>
        {t('typeName', { name: confirm })}
        <Input
          value={typed}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {run.isError && <ErrorNotice error={run.error} />}
    </Modal>
  );
}
