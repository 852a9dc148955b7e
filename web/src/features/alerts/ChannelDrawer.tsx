import {
  type AlertChannel,
  alertEndpoints,
  type ChannelTarget,
  channelKindSchema,
  webhookFormatSchema,
} from '@sextant/contract/alerts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Select } from 'antd';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { roleLabels } from '../../lib/role-labels.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { alertsPaths } from './alerts-paths.ts';
import { alertKeys, useOwnRooms, useSmtp } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';
import { type ChannelForm, channelFormOf, targetOf } from './channel-form.ts';

interface Props {
  /** Null for a new channel. */
  channel: AlertChannel | null;
  onClose: () => void;
}

/** Creates a channel or changes one; the URL of a webhook is never shown again. */
export function ChannelDrawer({ channel, onClose }: Props) {
  const t = useTexts(alertsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<ChannelForm>();
  const kind: ChannelTarget['kind'] = Form.useWatch('kind', form) ?? channel?.kind ?? 'notification';
  const save = useMutation({
    mutationFn: (values: ChannelForm) => {
      const { name } = values;
      const target = targetOf(values);
      if (channel === null) {
        return call(alertEndpoints.createChannel, { body: { name, target: target as ChannelTarget } });
      }
      return call(alertEndpoints.updateChannel, { params: { id: channel.id }, body: { name, target } });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: alertKeys.all });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) =>
      form.setFields(
        fieldErrors(error, language).map(({ name, errors }) => ({
          name: name.filter((part) => part !== 'target'),
          errors,
        })) as Parameters<typeof form.setFields>[0],
      ),
  });
  return (
    <FormDrawer
      title={channel ? t('editChannel', { name: channel.name }) : t('newChannel')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<ChannelForm>
        form={form}
        layout="vertical"
        initialValues={channelFormOf(channel)}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameMissing') }]}>
          <Input maxLength={100} autoComplete="off" autoFocus={channel === null} />
        </Form.Item>
        <Form.Item name="kind" label={t('channelKind')}>
          <Select
            disabled={channel !== null}
            options={channelKindSchema.options.map((value) => ({ value, label: t(`channel_${value}`) }))}
          />
        </Form.Item>
        {kind === 'notification' && <RoleField />}
        {kind === 'room' && <RoomField />}
        {kind === 'email' && <RecipientsField />}
        {kind === 'webhook' && <WebhookFields channel={channel} />}
      </Form>
    </FormDrawer>
  );
}

function RoleField() {
  const t = useTexts(alertsTexts);
  const textIn = useTextIn();
  return (
    <Form.Item name="role" label={t('role')}>
      <Select
        options={(['admin', 'operator', 'user'] as const).map((value) => ({
          value,
          label: textIn(roleLabels[value]),
        }))}
      />
    </Form.Item>
  );
}

function RoomField() {
  const t = useTexts(alertsTexts);
  const rooms = useOwnRooms();
  return (
    <Form.Item
      name="room_id"
      label={t('room')}
      extra={t('roomHint')}
      rules={[{ required: true, message: t('roomMissing') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

function RecipientsField() {
  const t = useTexts(alertsTexts);
  const smtp = useSmtp();
  return (
    <>
      {smtp.data === null && (
        <Alert
          type="warning"
          showIcon
          title={t('needMail')}
          action={<Link to={alertsPaths.tab('mail')}>{t('setMail')}</Link>}
          style={{ marginBottom: 16 }}
        />
      )}
      <Form.Item
        name="recipients"
        label={t('recipients')}
        extra={t('recipientsHint')}
        rules={[{ required: true, message: t('recipientsMissing') }]}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ';', ' ', '，']} />
      </Form.Item>
    </>
  );
}

function WebhookFields({ channel }: { channel: AlertChannel | null }) {
  const t = useTexts(alertsTexts);
  const url: string | undefined = Form.useWatch('url');
  const isKept = channel !== null && !url;
  return (
    <>
      {channel !== null && <p>{t('keepTarget')}</p>}
      <Form.Item
        name="url"
        label={t('url')}
        rules={[{ required: channel === null, message: t('urlMissing') }]}
      >
        <Input
          maxLength={2000}
          autoComplete="off"
          placeholder={channel === null ? 'https://' : t('urlKept', { host: channel.host ?? '' })}
        />
      </Form.Item>
      <Form.Item name="format" label={t('format')}>
        <Select
          disabled={isKept}
          options={webhookFormatSchema.options.map((value) => ({ value, label: t(value) }))}
        />
      </Form.Item>
      <Form.Item name="secret" label={t('secret')} extra={t('secretHint')}>
        <Input.Password
          disabled={isKept}
          maxLength={500}
          autoComplete="new-password"
          placeholder={channel?.has_secret ? t('secretKept') : undefined}
        />
      </Form.Item>
    </>
  );
}
