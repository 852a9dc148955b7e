import { type GoldenQuestion, goldenQuestionEndpoints } from '@sextant/contract/golden-questions';
import { Form, Input, Switch } from 'antd';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { useChange } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

interface Values {
  question: string;
  gold_sql?: string;
  is_ordered: boolean;
  class: string;
  unanswerable: boolean;
}

interface Props {
  /** Null for a new one. */
  question: GoldenQuestion | null;
  connectionId: string;
  onClose: () => void;
}

export function GoldenDrawer({ question, connectionId, onClose }: Props) {
  const t = useTexts(knowledgeTexts);
  const [form] = Form.useForm<Values>();
  const unanswerable = Form.useWatch('unanswerable', form) ?? question?.gold_sql === null;
  const save = useChange(({ unanswerable: none, gold_sql, ...rest }: Values) => {
    const body = { ...rest, gold_sql: none ? null : (gold_sql ?? '') };
    const params = { id: connectionId };
    return question
      ? call(goldenQuestionEndpoints.update, { params: { ...params, question_id: question.id }, body })
      : call(goldenQuestionEndpoints.add, { params, body });
  }, t('saved'));
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values) save.mutate(values, { onSuccess: onClose });
  };
  const rules = [{ required: true, whitespace: true, message: t('required') }];
  return (
    <FormDrawer
      title={t(question ? 'editGolden' : 'addGolden')}
      saving={save.isPending}
      onSave={() => void submit()}
      onClose={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          question: question?.question,
          gold_sql: question?.gold_sql ?? '',
          is_ordered: question?.is_ordered ?? false,
          class: question?.class ?? '',
          unanswerable: question?.gold_sql === null,
        }}
      >
        <Form.Item name="question" label={t('question')} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="unanswerable" label={t('unanswerable')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {!unanswerable && (
          <>
            <Form.Item name="gold_sql" label={t('goldSql')} rules={rules}>
              <Input.TextArea autoSize={{ minRows: 6 }} style={{ fontFamily: 'monospace' }} />
            </Form.Item>
            <Form.Item name="is_ordered" label={t('ordered')} valuePropName="checked">
              <Switch />
            </Form.Item>
          </>
        )}
        <Form.Item name="class" label={t('class')}>
          <Input maxLength={40} />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
