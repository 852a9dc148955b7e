import { type Class, classificationEndpoints, classSchema } from '@sextant/contract/classification';
import { useMutation } from '@tanstack/react-query';
import { App, ColorPicker, Form, Input, InputNumber, Select, Switch } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../../ui/FormDrawer.tsx';
import { governTexts } from '../govern-texts.ts';
import { useReloadClasses } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';

type Values = Pick<
  Class,
  'name' | 'description' | 'color' | 'priority' | 'risk_level' | 'allows' | 'is_active'
>;

const fresh: Omit<Values, 'name'> = {
  description: '',
  color: '#0e7490',
  priority: 50,
  risk_level: 'medium',
  allows: 'reader',
  is_active: true,
};

/** Makes a class or changes one. */
export function ClassDrawer({ known, onClose }: { known: Class | null; onClose: () => void }) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { message } = App.useApp();
  const reload = useReloadClasses();
  const [form] = Form.useForm<Values>();
  const save = useMutation({
    mutationFn: (body: Values) =>
      known === null
        ? call(classificationEndpoints.createClass, { body })
        : call(classificationEndpoints.updateClass, { params: { id: known.id }, body }),
    async onSuccess() {
      await reload();
      void message.success(g('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const required = [{ required: true, whitespace: true, message: t('required') }];
  const { risk_level: risks, allows } = classSchema.shape;
  return (
    <FormDrawer
      title={known === null ? t('addClass') : t('editClass', { name: textIn(known.name) })}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={known ?? fresh}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name={['name', 'zh']} label={t('nameZh')} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name={['name', 'en']} label={t('nameEn')} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="description" label={t('text')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Form.Item
          name="color"
          label={t('color')}
          getValueFromEvent={(color: { toHexString: () => string }) => color.toHexString().slice(0, 7)}
        >
          <ColorPicker disabledAlpha showText />
        </Form.Item>
        <Form.Item name="priority" label={t('priority')} extra={t('priorityHint')}>
          <InputNumber min={0} max={1000} precision={0} />
        </Form.Item>
        <Form.Item name="risk_level" label={t('risk')}>
          <Select options={risks.options.map((value) => ({ value, label: t(value) }))} />
        </Form.Item>
        <Form.Item name="allows" label={t('allows')} extra={t('allowsHint')}>
          <Select
            options={allows.options.map((value) => ({
              value,
              label: value === 'nothing' ? t('nothing') : g(value),
            }))}
          />
        </Form.Item>
        <Form.Item name="is_active" label={t('active')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
