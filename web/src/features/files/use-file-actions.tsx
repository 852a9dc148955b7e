import { type FileEntry, fileEndpoints } from '@sextant/contract/files';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { saveUrl } from '../../lib/download.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { askDraftState } from '../../lib/workbench-link.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { filesKey } from './files-queries.ts';
import { filesTexts } from './files-texts.ts';

/** What can be done to a file or folder at once; each ends with fresh lists, and errors in a dialog. */
export function useFileActions() {
  const t = useTexts(filesTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const showError = useErrorDialog();
  const refresh = () => client.invalidateQueries({ queryKey: filesKey });
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: refresh,
    onError: showError,
  });

  const restore = (file: FileEntry) =>
    act.mutate(async () => {
      await call(fileEndpoints.restore, { params: { id: file.id } });
      void message.success(t('restored', { name: file.name }));
    });

  function askName(title: string, first: string, save: (name: string) => Promise<unknown>): void {
    let name = first;
    modal.confirm({
      title,
      icon: null,
      content: (
        <Input
          autoFocus
          defaultValue={first}
          aria-label={t('name')}
          maxLength={255}
          onChange={(event) => {
            name = event.target.value;
          }}
        />
      ),
      okText: t('ok'),
      cancelText: t('cancel'),
      async onOk() {
        await save(name).then(refresh, showError);
      },
    });
  }

  return {
    newFolder: (parentId: string | null) =>
      askName(t('newFolder'), '', (name) =>
        call(fileEndpoints.createFolder, { body: { name, parent_id: parentId } }),
      ),
    rename: (file: FileEntry) =>
      askName(t('rename'), file.name, (name) =>
        call(fileEndpoints.update, { params: { id: file.id }, body: { name } }),
      ),
    remove: (file: FileEntry) =>
      act.mutate(async () => {
        await call(fileEndpoints.remove, { params: { id: file.id } });
        void message.success({
          content: (
            <>
              {t('removed', { name: file.name })}{' '}
              <Button type="link" size="small" onClick={() => restore(file)}>
                {t('undo')}
              </Button>
            </>
          ),
        });
      }),
    restore,
    destroy: (file: FileEntry) =>
      modal.confirm({
        title: t('destroy'),
        content: t('destroyText', { name: file.name }),
        okText: t('destroy'),
        okButtonProps: { danger: true },
        cancelText: t('cancel'),
        onOk: () => call(fileEndpoints.remove, { params: { id: file.id } }).then(refresh, showError),
      }),
    emptyTrash: () =>
      modal.confirm({
        title: t('emptyTrashAct'),
        content: t('emptyTrashText'),
        okText: t('emptyTrashAct'),
        okButtonProps: { danger: true },
        cancelText: t('cancel'),
        onOk: () => call(fileEndpoints.emptyTrash).then(refresh, showError),
      }),
    download: (file: FileEntry) =>
      act.mutate(async () => {
        const { url } = await call(fileEndpoints.contentLink, { params: { id: file.id } });
        saveUrl(`${url}${url.includes('?') ? '&' : '?'}download=true`, file.name);
      }),
    ask: (file: FileEntry) =>
      act.mutate(async () => {
        const { connection_id, tables } = await call(fileEndpoints.ask, { params: { id: file.id } });
        await client.invalidateQueries({ queryKey: queryKeys.connections });
        void message.success(t('askOpened', { tables: tables.map(({ table }) => table).join(', ') }));
        void navigate('/', { state: askDraftState('', connection_id) });
      }),
  };
}

export type FileActions = ReturnType<typeof useFileActions>;
