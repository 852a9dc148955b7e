import { UploadOutlined } from '@ant-design/icons';
import { type Extension, extensionEndpoints } from '@sextant/contract/extensions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Empty, Input, Pagination, Select, Switch, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import styles from './ExtensionsPage.module.css';
import { extensionPaths } from './extensions-paths.ts';
import { extensionKeys, useExtensions } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';
import { UploadExtension } from './UploadExtension.tsx';

/** The gallery of extensions; search, filter and page stand in the address. */
export function ExtensionsPage() {
  const t = useTexts(extensionsTexts);
  const isAdmin = useMay('admin');
  const [uploading, setUploading] = useState(false);
  const { q, page, values, show, query } = useListAddress(['enabled']);
  const enabled = values.enabled === 'true' || values.enabled === 'false' ? values.enabled : undefined;
  const extensions = useExtensions({ ...query, enabled });
  const filtered = q !== '' || enabled !== undefined;
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        isAdmin && (
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setUploading(true)}>
            {t('upload')}
          </Button>
        )
      }
    >
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchHint')}
          aria-label={t('search')}
          onChange={(event) => show({ q: event.target.value })}
        />
        {isAdmin && (
          <Select
            allowClear
            aria-label={t('enabledFilter')}
            placeholder={t('enabledFilter')}
            value={enabled}
            options={[
              { value: 'true', label: t('enabled') },
              { value: 'false', label: t('disabled') },
            ]}
            onChange={(value?: string) => show({ enabled: value })}
          />
        )}
      </FilterBar>
      {extensions.isPending && <PageSkeleton />}
      {extensions.isError && (
        <ErrorNotice error={extensions.error} onRetry={() => void extensions.refetch()} />
      )}
      {extensions.data?.extensions.length === 0 && <Empty description={t(filtered ? 'noMatch' : 'empty')} />}
      <div className={styles.gallery}>
        {extensions.data?.extensions.map((one) => (
          <ExtensionCard key={one.id} extension={one} isAdmin={isAdmin} />
        ))}
      </div>
      {extensions.data && extensions.data.total > pageSize && (
        <Pagination
          align="end"
          current={page}
          pageSize={pageSize}
          total={extensions.data.total}
          showSizeChanger={false}
          onChange={(next) => show({ page: next })}
        />
      )}
      {uploading && <UploadExtension onClose={() => setUploading(false)} />}
    </PageFrame>
  );
}

function ExtensionCard({ extension, isAdmin }: { extension: Extension; isAdmin: boolean }) {
  const t = useTexts(extensionsTexts);
  const client = useQueryClient();
  const { id, name, description, enabled, version, creator, filename } = extension;
  const setEnabled = useMutation({
    mutationFn: (next: boolean) =>
      call(extensionEndpoints.update, { params: { id }, body: { enabled: next } }),
    onSuccess: () => client.invalidateQueries({ queryKey: extensionKeys.all }),
    onError: useErrorDialog(),
  });
  return (
    <Card
      size="small"
      className={styles.card}
      title={<Link to={extensionPaths.one(id)}>{name}</Link>}
      extra={
        isAdmin ? (
          <Switch
            size="small"
            aria-label={t(enabled ? 'disable' : 'enable')}
            checked={enabled}
            loading={setEnabled.isPending}
            onChange={(next) => setEnabled.mutate(next)}
          />
        ) : (
          !enabled && <Tag>{t('disabled')}</Tag>
        )
      }
    >
      <p className={styles.text}>{description}</p>
      <p className={styles.facts}>
        <code>{filename}</code> {t('version', { version })}
        {creator !== null && <> · {t('by', { name: creator.username })}</>}
      </p>
    </Card>
  );
}
