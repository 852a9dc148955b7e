import { CaretRightOutlined, ExperimentOutlined } from '@ant-design/icons';
import { type ScriptDetail, scriptEndpoints } from '@sextant/contract/scripts';
import type { TaskParams } from '@sextant/contract/tasks';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Space } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { fieldErrors } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import styles from '../../../ui/FormBeside.module.css';
import { ParameterFields } from '../ParameterFields.tsx';
import { givenParameters, initialParameters, type ParameterForm } from '../parameter-values.ts';
import { LiveRun } from './LiveRun.tsx';
import { scriptsTexts } from './scripts-texts.ts';
import { TestResult } from './TestResult.tsx';

interface FormValues {
  params?: ParameterForm;
}

/** The form made from a script's parameters, with “test run” beside “run”, and what came of it. */
export function RunPanel({ script }: { script: ScriptDetail }) {
  const t = useTexts(scriptsTexts);
  const { language } = usePreferences();
  const mayTest = useMay('update');
  const mayRun = useMay('create');
  const [form] = Form.useForm<FormValues>();
  const params = { id: script.id };
  const onError = (error: Error) =>
    form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]);
  const test = useMutation({
    mutationFn: (values: TaskParams) => call(scriptEndpoints.test, { params, body: { params: values } }),
    onError,
  });
  const run = useMutation({
    mutationFn: (values: TaskParams) => call(scriptEndpoints.run, { params, body: { params: values } }),
    onError,
  });
  const withValues = async (start: (values: TaskParams) => void) => {
    const values = await form.validateFields().catch(() => null);
    if (values !== null) start(givenParameters(script.parameters, values.params));
  };
  const error = test.error ?? run.error;
  return (
    <div className={styles.columns}>
      <Form<FormValues>
        form={form}
        layout="vertical"
        className={styles.form}
        disabled={!script.is_active}
        initialValues={{ params: initialParameters(script.parameters) }}
      >
        {!script.is_active && (
          <Alert type="info" showIcon title={t('inactiveNote')} className={styles.note} />
        )}
        <ParameterFields parameters={script.parameters} name="params" />
        <Space wrap>
          {mayTest && (
            <Button
              icon={<ExperimentOutlined />}
              title={t('testHint')}
              loading={test.isPending}
              onClick={() => {
                run.reset();
                void withValues(test.mutate);
              }}
            >
              {t('test')}
            </Button>
          )}
          {mayRun && (
            <Button
              type="primary"
              icon={<CaretRightOutlined />}
              title={t('runHint', { table: script.table_name })}
              loading={run.isPending}
              onClick={() => {
                test.reset();
                void withValues(run.mutate);
              }}
            >
              {t('run')}
            </Button>
          )}
        </Space>
        <p className={styles.hint}>
          {t('testHint')}
          <br />
          {t('runHint', { table: script.table_name })}
        </p>
      </Form>
      <div className={styles.outcome} aria-live="polite">
        {error !== null && <ErrorNotice error={error} />}
        {test.data && <TestResult result={test.data} scriptId={script.id} />}
        {run.data && <LiveRun executionId={run.data.execution_id} />}
      </div>
    </div>
  );
}
