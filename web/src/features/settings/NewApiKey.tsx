import type { BodyInputOf } from '@sextant/contract/endpoint';
import { apiKeyEndpoints } from '@sextant/contract/users';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Select, Space } from 'antd';
import { call } from '../../lib/api-client.ts';
import { permissionLabels } from '../../lib/role-labels.ts';
import { useMe } from '../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { apiKeysKey } from './api-keys-key.ts';
import { settingsTexts } from './settings-texts.ts';

type KeyForm = BodyInputOf<typeof apiKeyEndpoints.create>;

const dayChoices = [7, 30, 90, 365];

/** Makes an API key and shows it this one time. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const t = useTexts(settingsTexts);
  const textIn = useTextIn();
  const client = useQueryClient();
  const { data: me } = useMe();
  const [form] = Form.useForm<KeyForm>();
  const create = useMutation({
    mutationFn: (body: KeyForm) => call(apiKeyEndpoints.create, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysKey }),
  });
  if (create.data) {
    return (
      <Modal
        open
        title={create.data.name}
        mask={{ closable: false }}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            {t('close')}
          </Button>
        }
      >
        <Alert type="warning" showIcon title={t('keyCreated')} style={{ marginBottom: 16 }} />
        <Space.Compact block>
          <Input
            readOnly
            value={create.data.key}
            aria-label={t('keyPrefix')}
            style={{ fontFamily: 'ui-monospace, monospace' }}
          />
          <CopyButton text={create.data.key} size="middle" />
        </Space.Compact>
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t('createKey')}
      okText={t('create')}
      cancelText={t('cancel')}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<KeyForm>
        form={form}
        layout="vertical"
        initialValues={{ permissions: ['view'], expires_in_days: 90 }}
        onFinish={(values) => create.mutate(values)}
      >
        <Form.Item
          name="name"
          label={t('keyName')}
          rules={[{ required: true, whitespace: true, message: t('keyNameMissing') }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="permissions" label={t('keyPermissions')} rules={[{ required: true }]}>
          <Select
            mode="multiple"
            options={me?.permissions.map((value) => ({ value, label: textIn(permissionLabels[value]) }))}
          />
        </Form.Item>
        <Form.Item name="expires_in_days" label={t('keyExpires')}>
          <Select
            options={[
              ...dayChoices.map((count) => ({ value: count, label: t('days', { count }) })),
              { value: null, label: t('forever') },
            ]}
          />
        </Form.Item>
      </Form>
      {create.isError && <ErrorNotice error={create.error} />}
    </Modal>
  );
}
