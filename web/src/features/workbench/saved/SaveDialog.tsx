import type { SavedQuery } from '@sextant/contract/saved-queries';
import { AutoComplete, Form, Input, Modal, Switch } from 'antd';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { uiTexts } from '../../../ui/ui-texts.ts';
import { panelTexts } from '../panel-texts.ts';
import { foldersIn } from './folder-tree.ts';
import { type SavedQueryInput, useSavedQueries, useSavedQueryActions } from './saved-queries.ts';

type Fields = Pick<SavedQuery, 'name' | 'folder' | 'description' | 'is_shared'>;

interface Props {
  /** The saved query whose name and place are changed; null to save a new one. */
  query: (Fields & { id: string }) | null;
  /** What a new one is made of, apart from the fields asked for here. */
  content?: Omit<SavedQueryInput, keyof Fields> & { name: string };
  onSaved: (query: SavedQuery) => void;
  onClose: () => void;
}

/** Asks for name, folder, description and sharing, and saves. */
export function SaveDialog({ query, content, onSaved, onClose }: Props) {
  const t = useTexts(panelTexts);
  const ui = useTexts(uiTexts);
  const { language } = usePreferences();
  const [form] = Form.useForm<Fields>();
  const { create, update } = useSavedQueryActions();
  const folders = foldersIn(useSavedQueries('').data?.saved_queries ?? []);
  const pending = create.isPending || update.isPending;
  const error = create.error ?? update.error;
  const submit = (fields: Fields) => {
    const then = {
      onSuccess: (saved: SavedQuery) => {
        onSaved(saved);
        onClose();
      },
      onError: (thrown: Error) =>
        form.setFields(fieldErrors(thrown, language) as Parameters<typeof form.setFields>[0]),
    };
    if (query !== null) update.mutate({ id: query.id, ...fields }, then);
    else if (content !== undefined) create.mutate({ ...content, ...fields }, then);
  };
  return (
    <Modal
      open
      title={query === null ? t('saveTitle') : t('editTitle', { name: query.name })}
      okText={ui('save')}
      confirmLoading={pending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={query ?? { name: content?.name ?? '', folder: '', description: '', is_shared: false }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
        >
          <Input autoFocus maxLength={200} onFocus={(event) => event.target.select()} />
        </Form.Item>
        <Form.Item name="folder" label={t('folder')} extra={t('folderHint')}>
          <AutoComplete
            options={folders.map((value) => ({ value }))}
            showSearch={{ filterOption: true }}
            allowClear
          />
        </Form.Item>
        <Form.Item name="description" label={t('description')}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item name="is_shared" label={t('isShared')} valuePropName="checked" extra={t('isSharedHint')}>
          <Switch />
        </Form.Item>
      </Form>
      {error !== null && <ErrorNotice error={error} />}
    </Modal>
  );
}
