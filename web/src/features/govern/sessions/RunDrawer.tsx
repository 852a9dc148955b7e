import { environmentSchema } from '@sextant/contract/instances';
import { syncKindSchema } from '@sextant/contract/sync-sessions';
import { Button, Drawer, Form, Radio, Select, Space } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { useInstanceStatistics, useInstances, useInstanceTags } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { sessionsTexts } from './sessions-texts.ts';
import { type RunInput, useSessionActions } from './use-session-actions.ts';

const choices = 500;

/** Starts a session of some kind at all instances or those that are chosen. */
export function RunDrawer({ onClose, onStarted }: { onClose: () => void; onStarted: (id: string) => void }) {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const phone = usePhone();
  const [form] = Form.useForm<RunInput>();
  const kind = Form.useWatch('kind', form);
  const { run } = useSessionActions();
  return (
    <Drawer
      open
      size={phone ? '100%' : 480}
      title={t('runTitle')}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={run.isPending} onClick={form.submit}>
            {t('run')}
          </Button>
          <Button type="text" onClick={onClose}>
            {g('cancel')}
          </Button>
        </Space>
      }
    >
      <Form<RunInput>
        form={form}
        layout="vertical"
        initialValues={{ kind: 'sync_accounts' }}
        onFinish={({ instance_ids: ids, ...rest }) =>
          run.mutate(
            { ...rest, instance_ids: ids?.length ? ids : undefined },
            { onSuccess: ({ id }) => onStarted(id) },
          )
        }
      >
        <Form.Item name="kind" label={t('kind')}>
          <Radio.Group
            vertical
            options={syncKindSchema.options.map((value) => ({ value, label: g(value) }))}
          />
        </Form.Item>
        {kind !== 'classify_accounts' && <TargetFields />}
      </Form>
      <p style={{ color: 'var(--ant-color-text-description)' }}>{t('scheduleHint')}</p>
    </Drawer>
  );
}

function TargetFields() {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const instances = useInstances({ limit: choices, sort: 'name' }).data?.instances ?? [];
  const drivers = useInstanceStatistics().data?.by_driver ?? [];
  const tags = useInstanceTags().data ?? [];
  return (
    <>
      <Form.Item name="instance_ids" label={g('instance')} extra={t('targetHint')}>
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('allInstances')}
          options={instances.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="environment" label={g('environment')}>
        <Select allowClear options={environmentSchema.options.map((value) => ({ value, label: g(value) }))} />
      </Form.Item>
      <Form.Item name="driver" label={g('engine')}>
        <Select
          allowClear
          options={drivers.map(({ driver }) => ({ value: String(driver), label: String(driver) }))}
        />
      </Form.Item>
      <Form.Item name="tag" label={g('tag')}>
        <Select allowClear options={tags.map(({ name }) => ({ value: name, label: name }))} />
      </Form.Item>
    </>
  );
}
