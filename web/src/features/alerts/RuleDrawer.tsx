import {
  type AlertChannel,
  type AlertKind,
  type AlertRule,
  alertEndpoints,
  alertKindSchema,
  alertThresholds,
  type Severity,
  severitySchema,
} from '@sextant/contract/alerts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Select, Switch } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { alertKeys } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';

interface RuleForm {
  name: string;
  kind: AlertKind;
  threshold?: number | null;
  target?: string;
  severity: Severity;
  cooldown_minutes: number;
  channel_ids: string[];
  is_active: boolean;
}

const initial: Partial<RuleForm> = {
  kind: 'instance_down',
  threshold: alertThresholds.instance_down?.initial ?? null,
  severity: 'warning',
  cooldown_minutes: 30,
  channel_ids: [],
  is_active: true,
};

interface Props {
  /** Null for a new rule. */
  rule: AlertRule | null;
  channels: AlertChannel[];
  onClose: () => void;
}

/** Creates a rule or changes one. */
export function RuleDrawer({ rule, channels, onClose }: Props) {
  const t = useTexts(alertsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<RuleForm>();
  const save = useMutation({
    mutationFn: ({ kind, threshold, target = '', ...rest }: RuleForm) => {
      const body = {
        ...rest,
        target,
        threshold: alertThresholds[kind] === null ? null : (threshold ?? null),
      };
      return rule === null
        ? call(alertEndpoints.createRule, { body: { ...body, kind } })
        : call(alertEndpoints.updateRule, { params: { id: rule.id }, body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: alertKeys.all });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <FormDrawer
      title={rule ? t('editRule', { name: rule.name }) : t('newRule')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<RuleForm>
        form={form}
        layout="vertical"
        initialValues={rule ?? initial}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameMissing') }]}>
          <Input maxLength={100} autoComplete="off" autoFocus={rule === null} />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')}>
          <Select
            disabled={rule !== null}
            options={alertKindSchema.options.map((value) => ({ value, label: t(value) }))}
            onChange={(kind: AlertKind) =>
              form.setFieldValue('threshold', alertThresholds[kind]?.initial ?? null)
            }
          />
        </Form.Item>
        <ThresholdField kind={rule?.kind} />
        <Form.Item name="target" label={t('target')} extra={t('targetHint')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="severity" label={t('severity')}>
          <Select
            options={severitySchema.options.map((value) => ({ value, label: t(`severity_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="cooldown_minutes" label={t('cooldown')} extra={t('cooldownHint')}>
          <InputNumber min={0} max={10_080} precision={0} suffix={t('minutes')} style={{ width: 220 }} />
        </Form.Item>
        <Form.Item name="channel_ids" label={t('channels')} extra={t('channelsHint')}>
          <Select mode="multiple" options={channels.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="is_active" label={t('isActive')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}

/** The number beyond which a kind fires; some kinds fire as soon as they see something. */
function ThresholdField({ kind }: { kind: AlertKind | undefined }) {
  const t = useTexts(alertsTexts);
  const chosen: AlertKind | undefined = Form.useWatch('kind') ?? kind ?? initial.kind;
  const known = chosen && alertThresholds[chosen];
  if (!known) return <p>{t('atOnce')}</p>;
  return (
    <Form.Item name="threshold" label={t('threshold')} rules={[{ required: true, message: t('threshold') }]}>
      <InputNumber min={known.min} max={known.max} suffix={t(`unit_${known.unit}`)} style={{ width: 280 }} />
    </Form.Item>
  );
}
