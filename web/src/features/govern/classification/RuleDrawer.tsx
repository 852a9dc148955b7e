import { classificationEndpoints, type Rule } from '@sextant/contract/classification';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, Select, Space, Switch } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useClasses } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { ruleName } from '../rule-name.ts';
import { useReloadClasses } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { RulePreview } from './RulePreview.tsx';

interface Values {
  class_id: string;
  name: string;
  is_active: boolean;
}

interface Props {
  known: Rule | null;
  /** Where a new rule begins. */
  classId: string | null;
  onClose: () => void;
}

/** Writes a rule: the expression is checked while it is typed, and who would match stands below. */
export function RuleDrawer({ known, classId, onClose }: Props) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const phone = usePhone();
  const { language } = usePreferences();
  const { message } = App.useApp();
  const reload = useReloadClasses();
  const classes = useClasses().data ?? [];
  const [form] = Form.useForm<Values>();
  const [expression, setExpression] = useState(known?.expression ?? '');
  const [valid, setValid] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (values: Values) => {
      const body = { ...values, expression };
      return known === null
        ? call(classificationEndpoints.createRule, { body })
        : call(classificationEndpoints.updateRule, { params: { id: known.id }, body });
    },
    async onSuccess() {
      await reload();
      void message.success(g('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <Drawer
      open
      size={phone ? '100%' : 760}
      title={known === null ? t('addRule') : t('editRule', { name: ruleName(known.name, language) })}
      onClose={onClose}
      footer={
        <Space orientation="vertical" style={{ width: '100%' }}>
          {save.isError && <ErrorNotice error={save.error} />}
          <Space>
            <Button
              type="primary"
              disabled={valid !== expression}
              loading={save.isPending}
              onClick={form.submit}
            >
              {g('save')}
            </Button>
            <Button type="text" onClick={onClose}>
              {g('cancel')}
            </Button>
          </Space>
        </Space>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={known ?? { class_id: classId ?? undefined, is_active: true }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('required') }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="class_id" label={t('class')} rules={[{ required: true, message: t('chooseClass') }]}>
          <Select options={classes.map(({ id, name }) => ({ value: id, label: textIn(name) }))} />
        </Form.Item>
        <Form.Item name="is_active" label={t('active')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
      <ExpressionField value={expression} onChange={setExpression} onValid={setValid} />
      <RulePreview expression={valid === expression ? valid : null} />
    </Drawer>
  );
}
