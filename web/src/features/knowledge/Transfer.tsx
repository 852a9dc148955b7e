import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import {
  type ImportResult,
  type KnowledgeFile,
  knowledgeEndpoints,
  knowledgeFileSchema,
} from '@sextant/contract/knowledge';
import { Alert, Button, Form, Modal, Radio, Upload } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { safeFileName, saveBlob } from '../../lib/download.ts';
import { useTexts } from '../../lib/texts.ts';
import { useChange, useTerms } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

const parts = ['glossary', 'relationships', 'examples', 'golden_questions'] as const;
const modes = ['merge', 'replace'] as const;
const conflicts = ['skip', 'rename', 'overwrite'] as const;

/** Takes all that is known of a connection out as one file, and brings such a file in. */
export function Transfer({ connection }: { connection: Connection }) {
  const t = useTexts(knowledgeTexts);
  const mayEdit = useTerms({ connection_id: connection.id, limit: 1 }).data?.may_edit ?? false;
  const [open, setOpen] = useState(false);
  const download = useChange(async () => {
    const file = await call(knowledgeEndpoints.exportKnowledge, { params: { id: connection.id } });
    const blob = new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' });
    saveBlob(blob, `${safeFileName(connection.name)}-knowledge.json`);
  });
  return (
    <>
      <Button
        icon={<DownloadOutlined />}
        loading={download.isPending}
        onClick={() => download.mutate(undefined)}
      >
        {t('export')}
      </Button>
      {mayEdit && (
        <Button icon={<UploadOutlined />} onClick={() => setOpen(true)}>
          {t('import')}
        </Button>
      )}
      {open && <ImportDialog connection={connection} onClose={() => setOpen(false)} />}
    </>
  );
}

function ImportDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const t = useTexts(knowledgeTexts);
  const [file, setFile] = useState<{ name: string; content: KnowledgeFile | null } | null>(null);
  const [mode, setMode] = useState<(typeof modes)[number]>('merge');
  const [conflict, setConflict] = useState<(typeof conflicts)[number]>('skip');
  const bring = useChange((content: KnowledgeFile) =>
    call(knowledgeEndpoints.importKnowledge, {
      params: { id: connection.id },
      body: { mode, conflict, file: content },
    }),
  );
  const read = async (chosen: File) => {
    try {
      setFile({ name: chosen.name, content: knowledgeFileSchema.parse(JSON.parse(await chosen.text())) });
    } catch {
      setFile({ name: chosen.name, content: null });
    }
  };
  const content = file?.content ?? null;
  return (
    <Modal
      open
      title={t('importTitle', { name: connection.name })}
      okText={t('importing')}
      cancelText={t(bring.data ? 'close' : 'cancel')}
      okButtonProps={{ disabled: content === null, loading: bring.isPending }}
      onOk={() => content && bring.mutate(content)}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item>
          <Upload
            accept=".json,application/json"
            showUploadList={false}
            beforeUpload={(chosen) => {
              void read(chosen);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />}>{file?.name ?? t('pickFile')}</Button>
          </Upload>
          {file !== null && content === null && (
            <Alert type="error" showIcon title={t('badFile')} style={{ marginTop: 8 }} />
          )}
        </Form.Item>
        <Form.Item label={t('mode')}>
          <Radio.Group
            value={mode}
            options={modes.map((value) => ({ value, label: t(`mode_${value}`) }))}
            onChange={(event) => setMode(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('conflict')}>
          <Radio.Group
            value={conflict}
            options={conflicts.map((value) => ({ value, label: t(`conflict_${value}`) }))}
            onChange={(event) => setConflict(event.target.value)}
          />
        </Form.Item>
      </Form>
      {bring.data && <Brought result={bring.data} />}
    </Modal>
  );
}

const changes = ['added', 'overwritten', 'renamed', 'skipped', 'removed'] as const;

function Brought({ result }: { result: ImportResult }) {
  const t = useTexts(knowledgeTexts);
  const happened = (part: (typeof parts)[number]) =>
    changes
      .filter((change) => result[part][change] > 0)
      .map((change) => t(`count_${change}`, { count: result[part][change] }))
      .join(' · ');
  return (
    <Alert
      type={result.problems.length > 0 ? 'warning' : 'success'}
      showIcon
      title={parts.map((part) => (
        <div key={part}>
          {t(`part_${part}`)}: {happened(part) || t('unchanged')}
        </div>
      ))}
      description={result.problems.map(({ part, name, message }) => (
        <div key={part + name}>
          {name}: {message}
        </div>
      ))}
    />
  );
}
