import { FolderOutlined } from '@ant-design/icons';
import { type FileEntry, fileEndpoints } from '@sextant/contract/files';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Modal, Tree, type TreeDataNode } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { filesKey, foldersIn } from './files-queries.ts';
import { filesTexts } from './files-texts.ts';

interface Props {
  file: FileEntry;
  act: 'move' | 'copy';
  onClose: () => void;
}

const topKey = '';

/** Chooses the folder that something is moved or copied to; folders are read as they are opened. */
export function FolderPicker({ file, act, onClose }: Props) {
  const t = useTexts(filesTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [folders, setFolders] = useState<TreeDataNode[]>([
    { key: topKey, title: t('top'), icon: <FolderOutlined /> },
  ]);
  const [chosen, setChosen] = useState<string>(topKey);
  const [loadError, setLoadError] = useState<unknown>(null);
  const save = useMutation({
    mutationFn: () => {
      const params = { id: file.id };
      const parent_id = chosen === topKey ? null : chosen;
      return act === 'move'
        ? call(fileEndpoints.update, { params, body: { parent_id } })
        : call(fileEndpoints.copy, { params, body: { parent_id } });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: filesKey });
      void message.success(t('saved'));
      onClose();
    },
  });
  const load = async ({ key }: TreeDataNode) => {
    try {
      const found = await foldersIn(key === topKey ? undefined : String(key));
      const children = found
        .filter(({ id }) => id !== file.id)
        .map(({ id, name }) => ({ key: id, title: name, icon: <FolderOutlined /> }));
      setFolders((known) => withChildren(known, String(key), children));
    } catch (error) {
      setLoadError(error);
    }
  };
  return (
    <Modal
      open
      title={t(act === 'move' ? 'moveTitle' : 'copyTitle', { name: file.name })}
      okText={t('ok')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      {(save.error ?? loadError) !== null && <ErrorNotice error={save.error ?? loadError} />}
      <Tree
        showIcon
        blockNode
        height={320}
        treeData={folders}
        loadData={load}
        defaultExpandedKeys={[topKey]}
        selectedKeys={[chosen]}
        onSelect={(keys) => keys[0] !== undefined && setChosen(String(keys[0]))}
      />
    </Modal>
  );
}

function withChildren(nodes: TreeDataNode[], key: string, children: TreeDataNode[]): TreeDataNode[] {
  return nodes.map((node) => {
    if (node.key === key) return { ...node, children, isLeaf: children.length === 0 };
    return node.children ? { ...node, children: withChildren(node.children, key, children) } : node;
  });
}
