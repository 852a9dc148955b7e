import { InboxOutlined } from '@ant-design/icons';
import { extensionEndings, extensionEndpoints } from '@sextant/contract/extensions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Switch, Upload, type UploadFile } from 'antd';
import { useNavigate } from 'react-router';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { upload } from '../../lib/upload.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { extensionPaths } from './extensions-paths.ts';
import { extensionKeys } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';

interface UploadForm {
  files?: UploadFile[];
  name?: string;
  description?: string;
  enabled: boolean;
  show_in_home: boolean;
}

/** Uploads a script as an extension; what keeps it from loading is said beside the button. */
export function UploadExtension({ onClose }: { onClose: () => void }) {
  const t = useTexts(extensionsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<UploadForm>();
  const save = useMutation({
    mutationFn: ({ files = [], name, description, enabled, show_in_home }: UploadForm) => {
      const fields = {
        ...(name && { name }),
        ...(description && { description }),
        enabled: String(enabled),
        show_in_home: String(show_in_home),
      };
      return upload(
        extensionEndpoints.upload,
        files.flatMap(({ originFileObj }) => (originFileObj ? [originFileObj as File] : [])),
        { fields },
      );
    },
    async onSuccess({ id }) {
      await client.invalidateQueries({ queryKey: extensionKeys.all });
      void message.success(t('saved'));
      void navigate(extensionPaths.one(id));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <FormDrawer
      title={t('uploadTitle')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<UploadForm>
        form={form}
        layout="vertical"
        initialValues={{ enabled: true, show_in_home: false }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item
          name="files"
          label={t('file')}
          valuePropName="fileList"
          getValueFromEvent={({ fileList }: { fileList: UploadFile[] }) => fileList}
          rules={[{ required: true, message: t('fileMissing') }]}
        >
          <Upload.Dragger accept={extensionEndings.join(',')} maxCount={1} beforeUpload={() => false}>
            <p className="ant-upload-drag-icon">
              <InboxOutlined />
            </p>
            <p>{t('uploadHint')}</p>
          </Upload.Dragger>
        </Form.Item>
        <Form.Item name="name" label={t('name')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="description" label={t('text')}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="enabled" label={t('enable')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="show_in_home" label={t('inHome')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
