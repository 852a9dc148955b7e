import { type Connection, connectionEndpoints, type EngineDescription } from '@sextant/contract/connections';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Switch } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { queryKeys, useMe } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import {
  type ConnectionFormValues,
  emptyValues,
  formPath,
  inputOf,
  valuesOf,
} from './connection-form-values.ts';
import { connectionsTexts } from './connections-texts.ts';
import { EngineFields } from './EngineFields.tsx';
import { EnginePicker } from './EnginePicker.tsx';
import { TestResult } from './TestResult.tsx';

interface Props {
  engines: EngineDescription[];
  /** Null for a new connection. */
  connection: Connection | null;
  onClose: () => void;
}

/** Adds or changes a connection; “test” tries the settings before they are saved. */
export function ConnectionDrawer({ engines, connection, onClose }: Props) {
  const t = useTexts(connectionsTexts);
  const { language } = usePreferences();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const { data: me } = useMe();
  const mayShare = me?.role === 'admin' || me?.role === 'operator';
  const [form] = Form.useForm<ConnectionFormValues>();
  const [driver, setDriver] = useState(connection?.driver ?? engines[0]?.id ?? '');
  const [touched, setTouched] = useState(false);
  const engine = engines.find(({ id }) => id === driver);
  const fields = engine?.fields ?? [];

  const showFieldErrors = (error: unknown) => {
    const errors = fieldErrors(error, language).map(({ name, errors }) => ({
      name: formPath(name, fields),
      errors,
    }));
    form.setFields(errors as unknown as Parameters<typeof form.setFields>[0]);
  };
  const save = useMutation({
    mutationFn: (values: ConnectionFormValues) => {
      const body = inputOf(driver, values, fields);
      return connection
        ? call(connectionEndpoints.update, { params: { id: connection.id }, body })
        : call(connectionEndpoints.create, { body });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: queryKeys.connections });
      await client.invalidateQueries({ queryKey: queryKeys.settings });
      void message.success(t('saved'));
      onClose();
    },
    onError: showFieldErrors,
  });
  const test = useMutation({
    mutationFn: (values: ConnectionFormValues) =>
      call(connectionEndpoints.testInput, {
        body: { ...inputOf(driver, { ...values, name: values.name || 'test' }, fields), id: connection?.id },
      }),
    onError: showFieldErrors,
  });

  const close = () => {
    if (!touched) return onClose();
    modal.confirm({
      title: t('unsavedTitle'),
      okText: t('discard'),
      cancelText: t('keepEditing'),
      onOk: onClose,
    });
  };
  const chooseDriver = (next: string) => {
    setDriver(next);
    const nextFields = engines.find((engine) => engine.id === next)?.fields ?? [];
    const { name, description, is_default, is_shared } = form.getFieldsValue();
    form.setFieldsValue({ ...emptyValues(nextFields, is_shared), name, description, is_default });
    test.reset();
  };

  return (
    <FormDrawer
      title={connection ? t('editTitle', { name: connection.name }) : t('add')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={close}
      actions={
        <Button
          loading={test.isPending}
          onClick={() =>
            void form.validateFields({ recursive: true }).then(
              (values) => test.mutate(values),
              () => undefined,
            )
          }
        >
          {t('test')}
        </Button>
      }
      notice={
        <>
          {test.data && <TestResult result={test.data} />}
          {test.isError && <ErrorNotice error={test.error} />}
          {save.isError && <ErrorNotice error={save.error} />}
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={connection ? valuesOf(connection, fields) : emptyValues(fields, mayShare)}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item label={t('engine')}>
          <EnginePicker
            engines={engines}
            value={driver}
            disabled={connection !== null}
            onChange={chooseDriver}
          />
        </Form.Item>
        {engine?.unproven && (
          <Alert
            type="info"
            showIcon
            title={t('unproven', { engine: engine.label })}
            description={t('unprovenText')}
            style={{ marginBottom: 24 }}
          />
        )}
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameMissing') }]}
        >
          <Input maxLength={100} autoFocus={connection === null} />
        </Form.Item>
        <Form.Item name="description" label={t('note')} extra={t('noteHint')}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 6 }} />
        </Form.Item>
        <EngineFields fields={fields} editing={connection !== null} />
        {mayShare && (
          <Form.Item name="is_shared" label={t('isShared')} extra={t('isSharedHint')} valuePropName="checked">
            <Switch />
          </Form.Item>
        )}
        <Form.Item name="is_default" label={t('isDefault')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
      {fields.length === 0 && <Alert type="warning" title={driver} />}
    </FormDrawer>
  );
}
