import { SaveOutlined } from '@ant-design/icons';
import {
  frequencySchema,
  type Script,
  scriptEndpoints,
  scriptLanguageSchema,
} from '@sextant/contract/scripts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, AutoComplete, Button, Form, Input, Select, Space } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { ApiError } from '../../../lib/api-error.ts';
import { useTexts } from '../../../lib/texts.ts';
import { LazyCodeEditor } from '../../../ui/code-editor/LazyCodeEditor.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useLeaveGuard } from '../../../ui/use-leave-guard.ts';
import { collectKeys, useScriptCategories } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { languageNames } from './languages.ts';
import styles from './ScriptEditor.module.css';
import { renamedSource, scriptTemplate } from './script-template.ts';
import { scriptsTexts } from './scripts-texts.ts';

export interface ScriptDraft extends Pick<Script, 'id' | 'category' | 'frequency' | 'language'> {
  source: string;
}

const editorHeight = 'max(360px, calc(100vh - 320px))';
const idForm = /^[a-z][a-z0-9_]{1,80}$/;

/** The form of a script with its code; a line that does not load is marked. */
export function ScriptEditor({ isNew, initial }: { isNew: boolean; initial: ScriptDraft }) {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const categories = useScriptCategories().data ?? [];
  const [form] = Form.useForm<Omit<ScriptDraft, 'source'>>();
  const [source, setSource] = useState(initial.source);
  const saved = useRef(false);
  const code = useRef({ id: initial.id, language: initial.language });
  useLeaveGuard(() => source !== initial.source && !saved.current);
  const save = useMutation({
    mutationFn: ({ id, ...body }: ScriptDraft) => call(scriptEndpoints.save, { params: { id }, body }),
    onSuccess(script) {
      saved.current = true;
      void client.invalidateQueries({ queryKey: collectKeys.scripts });
      void message.success(t('saved', { version: script.version }));
      void navigate(collectPaths.script(script.id));
    },
  });
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values !== null) save.mutate({ ...values, source });
  };
  /** A template follows the language as long as nobody has touched it, and code that names its id follows the id. */
  const follow = ({ id = '', language }: Partial<ScriptDraft>) => {
    const before = code.current;
    const untouched = isNew && source === scriptTemplate(before.language, before.id);
    if (idForm.test(id) || untouched) {
      const next = { id: idForm.test(id) ? id : before.id, language: language ?? before.language };
      if (untouched) setSource(scriptTemplate(next.language, next.id));
      else if (isNew) setSource(renamedSource(source, before.id, next.id));
      code.current = next;
    }
  };
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        className={styles.fields}
        initialValues={initial}
        onValuesChange={(_, values) => follow(values)}
      >
        <Form.Item
          name="id"
          label={t('id')}
          tooltip={t('idHint')}
          rules={[
            { required: true, message: t('idMissing') },
            { pattern: idForm, message: t('idBad') },
          ]}
        >
          <Input disabled={!isNew} maxLength={80} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="category"
          label={c('category')}
          rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,40}$/, message: t('categoryHint') }]}
        >
          <AutoComplete options={categories.map(({ id, name }) => ({ value: id, label: `${name} ${id}` }))} />
        </Form.Item>
        <Form.Item name="frequency" label={t('frequency')}>
          <Select options={frequencySchema.options.map((value) => ({ value, label: c(value) }))} />
        </Form.Item>
        <Form.Item name="language" label={t('language')}>
          <Select
            options={scriptLanguageSchema.options.map((value) => ({ value, label: languageNames[value] }))}
          />
        </Form.Item>
      </Form>
      {save.isError && (
        <div className={styles.error}>
          <ErrorNotice error={save.error} />
        </div>
      )}
      <LanguageEditor
        form={form}
        source={source}
        onChange={setSource}
        onSave={() => void submit()}
        error={save.error}
      />
      <Space className={styles.actions}>
        <Button type="primary" icon={<SaveOutlined />} loading={save.isPending} onClick={() => void submit()}>
          {c('save')}
        </Button>
        <Button onClick={() => navigate(isNew ? collectPaths.scripts : collectPaths.script(initial.id))}>
          {c('cancel')}
        </Button>
      </Space>
    </>
  );
}

interface EditorProps {
  form: ReturnType<typeof Form.useForm<Omit<ScriptDraft, 'source'>>>[0];
  source: string;
  onChange: (source: string) => void;
  onSave: () => void;
  error: Error | null;
}

function LanguageEditor({ form, source, onChange, onSave, error }: EditorProps) {
  const t = useTexts(scriptsTexts);
  const language = Form.useWatch('language', form) ?? 'typescript';
  const mark = useMemo(() => markOf(error), [error]);
  return (
    <LazyCodeEditor
      value={source}
      language={language}
      onChange={onChange}
      onSave={onSave}
      mark={mark}
      label={t('code')}
      height={editorHeight}
    />
  );
}

function markOf(error: Error | null): { line: number; message: string } | null {
  if (!(error instanceof ApiError) || typeof error.details.line !== 'number') return null;
  return { line: error.details.line, message: error.message };
}
