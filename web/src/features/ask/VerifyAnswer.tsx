import { CheckCircleOutlined, EditOutlined, LikeOutlined } from '@ant-design/icons';
import { knowledgeEndpoints } from '@sextant/contract/knowledge';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { answerTexts } from './answer-texts.ts';

interface Props {
  question: string;
  /** As it was answered, or as somebody edited it since. */
  sql: string;
  connectionId: string;
}

interface Example {
  question: string;
  sql: string;
}

/** Says that an answer is right, or sets it right; both become a verified example. */
export function VerifyAnswer({ question, sql, connectionId }: Props) {
  const t = useTexts(answerTexts);
  const { message } = App.useApp();
  const showError = useErrorDialog();
  const [correcting, setCorrecting] = useState(false);
  const verify = useMutation({
    mutationFn: (example: Example) =>
      call(knowledgeEndpoints.addExample, { body: { ...example, connection_id: connectionId } }),
    onSuccess: ({ is_shared }) => {
      setCorrecting(false);
      void message.success(t(is_shared ? 'verified' : 'verifiedMine'));
    },
    onError: showError,
  });
  const done = verify.data?.sql === sql;
  return (
    <Space style={{ marginTop: 8 }}>
      <Button
        size="small"
        icon={done ? <CheckCircleOutlined /> : <LikeOutlined />}
        title={t('rightHint')}
        disabled={done}
        loading={verify.isPending}
        onClick={() => verify.mutate({ question, sql })}
      >
        {t('right')}
      </Button>
      <Button size="small" icon={<EditOutlined />} onClick={() => setCorrecting(true)}>
        {t('correct')}
      </Button>
      {correcting && (
        <CorrectionDialog
          example={{ question, sql }}
          saving={verify.isPending}
          onSave={verify.mutate}
          onClose={() => setCorrecting(false)}
        />
      )}
    </Space>
  );
}

function CorrectionDialog(props: {
  example: Example;
  saving: boolean;
  onSave: (example: Example) => void;
  onClose: () => void;
}) {
  const t = useTexts(answerTexts);
  const [form] = Form.useForm<Example>();
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values) props.onSave(values);
  };
  const rules = [{ required: true, whitespace: true, message: t('required') }];
  return (
    <Modal
      open
      width={720}
      title={t('correctTitle')}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: props.saving }}
      onOk={() => void submit()}
      onCancel={props.onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={props.example}>
        <Form.Item name="question" label={t('question')} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} />
        </Form.Item>
        <Form.Item name="sql" label={t('sql')} rules={rules}>
          <Input.TextArea autoSize={{ minRows: 6, maxRows: 20 }} style={{ fontFamily: 'monospace' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
