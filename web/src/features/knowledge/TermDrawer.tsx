import type { Connection } from '@sextant/contract/connections';
import { knowledgeEndpoints, type Term, termKindSchema } from '@sextant/contract/knowledge';
import { Form, Input, Radio, Select } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { useChange } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';
import { TermCheck } from './TermCheck.tsx';

type Values = Pick<Term, 'term' | 'kind' | 'synonyms' | 'expression' | 'description' | 'examples'> & {
  scope: 'global' | 'connection';
};

interface Props {
  /** Null for a new one. */
  term: Term | null;
  connection: Connection;
  mayBeGlobal: boolean;
  onClose: () => void;
}

export function TermDrawer({ term: kept, connection, mayBeGlobal, onClose }: Props) {
  const t = useTexts(knowledgeTexts);
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? kept?.kind ?? 'metric';
  const term = Form.useWatch('term', form) ?? kept?.term ?? '';
  const expression = Form.useWatch('expression', form) ?? kept?.expression ?? '';
  const save = useChange(({ scope, ...body }: Values) => {
    if (kept) return call(knowledgeEndpoints.updateTerm, { params: { id: kept.id }, body });
    const connection_id = scope === 'global' ? null : connection.id;
    return call(knowledgeEndpoints.addTerm, { body: { ...body, connection_id } });
  }, t('saved'));
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values) save.mutate(values, { onSuccess: onClose });
  };
  const rules = [{ required: true, whitespace: true, message: t('required') }];
  return (
    <FormDrawer
      title={kept ? t('editTerm', { name: kept.term }) : t('addTerm')}
      saving={save.isPending}
      onSave={() => void submit()}
      onClose={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind: 'metric',
          synonyms: [],
          examples: [],
          description: '',
          ...kept,
          scope: kept?.connection_id === null ? 'global' : 'connection',
        }}
      >
        <Form.Item name="term" label={t('term')} rules={rules}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')}>
          <Radio.Group
            optionType="button"
            options={termKindSchema.options.map((value) => ({ value, label: t(`kind_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="expression" label={t('expression')} extra={t(`hint_${kind}`)} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
        <TermCheck connectionId={connection.id} definition={{ term, kind, expression }} />
        <Form.Item name="synonyms" label={t('synonyms')} extra={t('synonymsHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="description" label={t('termDescription')}>
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} />
        </Form.Item>
        <Form.Item name="examples" label={t('termExamples')} extra={t('synonymsHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        {kept === null && (
          <Form.Item name="scope" label={t('scope')}>
            <Radio.Group
              options={[
                { value: 'connection', label: connection.name },
                { value: 'global', label: t('global'), disabled: !mayBeGlobal },
              ]}
            />
          </Form.Item>
        )}
      </Form>
    </FormDrawer>
  );
}
