import { PlusOutlined } from '@ant-design/icons';
import { type Credential, credentialKindSchema } from '@sextant/contract/credentials';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { CredentialDrawer } from './CredentialDrawer.tsx';
import { CredentialsTable } from './CredentialsTable.tsx';
import { useCredentials } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';
import { OwnLogins } from './OwnLogins.tsx';
import { RotateDialog } from './RotateDialog.tsx';
import { UsedByDialog } from './UsedByDialog.tsx';

type Act = 'edit' | 'rotate' | 'use';

/** The credentials that one may see; search, filters and page stand in the address. */
export function CredentialsPage() {
  const t = useTexts(credentialsTexts);
  const mayCreate = useMay('create');
  const { q, page, values, show, query } = useListAddress(['kind', 'is_due']);
  const kind = credentialKindSchema.safeParse(values.kind).data;
  const isDue = values.is_due === 'true' ? 'true' : undefined;
  const credentials = useCredentials({ ...query, kind, is_due: isDue });
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<{ act: Act; one: Credential } | null>(null);
  const filtered = q !== '' || kind !== undefined || isDue !== undefined;
  const close = () => setChosen(null);
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        mayCreate && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('add')}
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
        <Select
          allowClear
          aria-label={t('allKinds')}
          placeholder={t('allKinds')}
          value={kind}
          options={credentialKindSchema.options.map((value) => ({ value, label: t(`k_${value}`) }))}
          onChange={(value?: string) => show({ kind: value })}
        />
        <Checkbox
          checked={isDue === 'true'}
          style={{ alignSelf: 'center' }}
          onChange={(event) => show({ is_due: event.target.checked ? 'true' : undefined })}
        >
          {t('onlyDue')}
        </Checkbox>
      </FilterBar>
      {credentials.isPending && <PageSkeleton />}
      {credentials.isError && (
        <ErrorNotice error={credentials.error} onRetry={() => void credentials.refetch()} />
      )}
      {credentials.data && (
        <CredentialsTable
          credentials={credentials.data.credentials}
          loading={credentials.isPlaceholderData}
          empty={t(filtered ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: credentials.data.total }}
          onPage={(next) => show({ page: next })}
          onAct={(act, one) => setChosen({ act, one })}
        />
      )}
      {kind === undefined && isDue === undefined && <OwnLogins q={q} />}
      {adding && <CredentialDrawer known={null} onClose={() => setAdding(false)} />}
      {chosen?.act === 'edit' && <CredentialDrawer known={chosen.one} onClose={close} />}
      {chosen?.act === 'rotate' && <RotateDialog credential={chosen.one} onClose={close} />}
      {chosen?.act === 'use' && <UsedByDialog credential={chosen.one} onClose={close} />}
    </PageFrame>
  );
}
