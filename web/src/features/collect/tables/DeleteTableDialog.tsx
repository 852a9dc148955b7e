import { type Table, tableEndpoints } from '@sextant/contract/tables';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { collectKeys } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { tablesTexts } from './tables-texts.ts';

/** Deletes a table once its name has been typed. */
export function DeleteTableDialog({ table, onClose }: { table: Table; onClose: () => void }) {
  const t = useTexts(tablesTexts);
  const c = useTexts(collectTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { name } = table;
  const remove = useMutation({
    mutationFn: () => call(tableEndpoints.remove, { params: { name }, query: { confirm: typed } }),
    onSuccess() {
      void message.success(t('removed'));
      void navigate(collectPaths.tables);
      // The page of the table is still there for a moment: it must not ask for what is gone.
      void client.invalidateQueries({ queryKey: collectKeys.tables, refetchType: 'none' });
    },
  });
  return (
    <Modal
      open
      title={t('removeTitle', { name: table.display_name })}
      okText={t('remove')}
      okButtonProps={{ danger: true, disabled: typed !== name }}
      cancelText={c('cancel')}
      confirmLoading={remove.isPending}
      onOk={() => remove.mutate()}
      onCancel={onClose}
    >
      <p>{t('removeText', { figure: groupDigits(String(table.rows_count)) })}</p>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is its child */}
      <label>
        {t('removeType', { name })}
        <Input
          value={typed}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {remove.isError && <ErrorNotice error={remove.error} />}
    </Modal>
  );
}
