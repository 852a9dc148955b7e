import { CaretRightOutlined, StopOutlined } from '@ant-design/icons';
import type { ExtensionDetail, ExtensionForm } from '@sextant/contract/extensions';
import { Alert, Button, Form, Segmented, Select, Space } from 'antd';
import { useEffect, useState } from 'react';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import layout from '../../ui/FormBeside.module.css';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useQueryForm } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';
import { FormFields } from './FormFields.tsx';
import { type FieldValues, initialValues } from './form-values.ts';
import styles from './RunTab.module.css';
import { RunView } from './RunView.tsx';
import { useRun } from './use-run.ts';

const refreshSeconds = [5, 30, 60, 300];

/** The query form of an extension with what its run brought beside it. */
export function RunTab({ extension }: { extension: ExtensionDetail }) {
  const form = useQueryForm(extension.id);
  if (form.isError) return <ErrorNotice error={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data) return <PageSkeleton />;
  return <RunPanel extension={extension} form={form.data} />;
}

function RunPanel({
  extension,
  form: { fields, html, error },
}: {
  extension: ExtensionDetail;
  form: ExtensionForm;
}) {
  const t = useTexts(extensionsTexts);
  const mayCreate = useMay('create');
  const mayRun = mayCreate && extension.may_run;
  const [form] = Form.useForm<FieldValues>();
  const [view, setView] = useState<'native' | 'html'>('native');
  const [every, setEvery] = useState(0);
  const { start, cancel, run, isRunning, error: failure } = useRun(extension, fields);
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values !== null) start(form.getFieldsValue(true) as FieldValues);
  };
  const runsAtOnce = mayRun && extension.execution_mode === 'auto';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (runsAtOnce) void submit();
  }, []);
  useEffect(() => {
    if (every === 0 || isRunning) return;
    const timer = setTimeout(() => void submit(), every * 1000);
    return () => clearTimeout(timer);
  });
  return (
    <div className={layout.columns}>
      <div className={layout.form}>
        {!mayRun && <Alert type="info" showIcon title={t('notMayRun')} className={layout.note} />}
        {error !== null && (
          <Alert type="error" showIcon title={t('formBroken', { reason: error })} className={layout.note} />
        )}
        {html !== null && (
          <Segmented
            size="small"
            className={layout.note}
            value={view}
            onChange={setView}
            options={[
              { value: 'native', label: t('nativeForm') },
              { value: 'html', label: t('htmlForm') },
            ]}
          />
        )}
        {view === 'html' && html !== null && (
          <>
            <p className={layout.hint}>{t('htmlFormHint')}</p>
            <iframe className={styles.frame} srcDoc={html} title={t('htmlForm')} sandbox="" />
          </>
        )}
        <Form<FieldValues>
          form={form}
          layout="vertical"
          hidden={view === 'html'}
          initialValues={initialValues(fields)}
          onFinish={() => void submit()}
        >
          {fields.length === 0 ? <p>{t('noForm')}</p> : <FormFields fields={fields} />}
          <Space wrap>
            <Button
              type="primary"
              htmlType="submit"
              icon={<CaretRightOutlined />}
              disabled={!mayRun}
              loading={isRunning}
            >
              {t('run')}
            </Button>
            {isRunning && (
              <Button icon={<StopOutlined />} onClick={() => cancel()}>
                {t('cancel')}
              </Button>
            )}
            <Select
              aria-label={t('again')}
              disabled={!mayRun}
              value={every}
              onChange={setEvery}
              options={[0, ...refreshSeconds].map((seconds) => ({
                value: seconds,
                label: refreshName(t, seconds),
              }))}
            />
          </Space>
        </Form>
      </div>
      <div className={layout.outcome}>
        {failure !== null && <ErrorNotice error={failure} />}
        {run && <RunView run={run} />}
      </div>
    </div>
  );
}

function refreshName(
  t: ReturnType<typeof useTexts<'never' | 'everySeconds' | 'everyMinutes'>>,
  seconds: number,
): string {
  if (seconds === 0) return t('never');
  return seconds < 60 ? t('everySeconds', { count: seconds }) : t('everyMinutes', { count: seconds / 60 });
}
