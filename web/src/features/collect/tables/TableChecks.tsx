import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { DataOf } from '@sextant/contract/endpoint';
import { type TableCheck, tableEndpoints } from '@sextant/contract/tables';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, InputNumber, Select, Space } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { collectKeys } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { tablesTexts } from './tables-texts.ts';

type Kind = TableCheck['kind'];

interface ChecksForm {
  checks: { kind: Kind; max_age_hours?: number; min_rows?: number; column?: string; share?: number }[];
}

const kinds: readonly Kind[] = ['freshness', 'row_count', 'nulls'];
const percent = 100;

/** The checks of a table: changed as a whole, and evaluated as they are saved. */
export function TableChecks({ table }: { table: DataOf<typeof tableEndpoints.get> }) {
  const t = useTexts(tablesTexts);
  const c = useTexts(collectTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const mayUpdate = useMay('scheduler:manage');
  const [form] = Form.useForm<ChecksForm>();
  const save = useMutation({
    mutationFn: ({ checks }: ChecksForm) =>
      call(tableEndpoints.setChecks, { params: { name: table.name }, body: { checks: checks.map(checkOf) } }),
    onSuccess({ failed }) {
      void client.invalidateQueries({ queryKey: collectKeys.tables });
      if (failed.length === 0) void message.success(t('checksSaved'));
      else void message.warning(t('checksSavedFailed', { count: failed.length }));
    },
  });
  return (
    <Form<ChecksForm>
      form={form}
      disabled={!mayUpdate}
      initialValues={{ checks: table.checks.map(fieldsOf) }}
      onFinish={(values) => save.mutate(values)}
    >
      <p>{t('checksText')}</p>
      {save.isError && <ErrorNotice error={save.error} />}
      <Form.List name="checks">
        {(fields, { add, remove }) => (
          <>
            {fields.length === 0 && <p>{t('noChecks')}</p>}
            {fields.map((field) => (
              <Space key={field.key} align="start" wrap style={{ display: 'flex' }}>
                <Form.Item name={[field.name, 'kind']}>
                  <Select
                    style={{ width: 130 }}
                    options={kinds.map((kind) => ({ value: kind, label: t(`kind_${kind}`) }))}
                  />
                </Form.Item>
                <CheckFields at={field.name} columns={table.columns.map(({ name }) => name)} />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={c('remove')}
                  onClick={() => remove(field.name)}
                />
              </Space>
            ))}
            <Space>
              <Button
                icon={<PlusOutlined />}
                onClick={() => add({ kind: 'freshness', max_age_hours: 26, min_rows: 1, share: 0 })}
              >
                {t('addCheck')}
              </Button>
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {t('saveChecks')}
              </Button>
            </Space>
          </>
        )}
      </Form.List>
    </Form>
  );
}

/** The fields that a check of its kind has. */
function CheckFields({ at, columns }: { at: number; columns: string[] }) {
  const t = useTexts(tablesTexts);
  const kind: Kind | undefined = Form.useWatch(['checks', at, 'kind'], Form.useFormInstance<ChecksForm>());
  const rules = [{ required: true, message: t('checkMissing') }];
  const width = { width: 140 };
  if (kind === 'freshness') {
    return (
      <Form.Item name={[at, 'max_age_hours']} label={t('maxAge')} rules={rules}>
        <InputNumber min={0.1} suffix={t('hours')} style={width} />
      </Form.Item>
    );
  }
  if (kind === 'row_count') {
    return (
      <Form.Item name={[at, 'min_rows']} label={t('minRows')} rules={rules}>
        <InputNumber min={0} precision={0} style={width} />
      </Form.Item>
    );
  }
  return (
    <>
      <Form.Item name={[at, 'column']} label={t('column')} rules={rules}>
        <Select
          showSearch
          style={{ width: 180 }}
          options={columns.map((name) => ({ value: name, label: name }))}
        />
      </Form.Item>
      <Form.Item name={[at, 'share']} label={t('maxShare')} rules={rules}>
        <InputNumber min={0} max={percent} suffix="%" style={width} />
      </Form.Item>
    </>
  );
}

function fieldsOf(check: TableCheck): ChecksForm['checks'][number] {
  return check.kind === 'nulls' ? { ...check, share: check.max_share * percent } : check;
}

function checkOf({ kind, max_age_hours, min_rows, column, share }: ChecksForm['checks'][number]): TableCheck {
  if (kind === 'freshness') return { kind, max_age_hours: max_age_hours ?? 0 };
  if (kind === 'row_count') return { kind, min_rows: min_rows ?? 0 };
  return { kind, column: column ?? '', max_share: (share ?? 0) / percent };
}
