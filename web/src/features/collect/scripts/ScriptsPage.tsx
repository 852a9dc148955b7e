import { PlusOutlined } from '@ant-design/icons';
import { scriptOriginSchema } from '@sextant/contract/scripts';
import { Button, Input, Select } from 'antd';
import { Link } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useScriptCategories, useScripts } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { PythonModules } from './PythonModules.tsx';
import { ScanButton } from './ScanButton.tsx';
import { ScriptsTable } from './ScriptsTable.tsx';
import { scriptsTexts } from './scripts-texts.ts';

/** The catalogue of scripts; search, filters and page stand in the address. */
export function ScriptsPage() {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  const isAdmin = useMay('admin');
  const { q, page, values, show, query } = useListAddress(['category', 'is_active', 'origin']);
  const active = values.is_active === 'true' || values.is_active === 'false' ? values.is_active : undefined;
  const origin = scriptOriginSchema.safeParse(values.origin).data;
  const scripts = useScripts({ ...query, category: values.category, is_active: active, origin });
  const categories = useScriptCategories().data ?? [];
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  const filtered = q !== '' || values.category !== undefined || active !== undefined || origin !== undefined;
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        isAdmin && (
          <>
            <ScanButton />
            <Link to={collectPaths.newScript}>
              <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
                {t('new')}
              </Button>
            </Link>
          </>
        )
      }
    >
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchHint')}
          aria-label={c('search')}
          onChange={(event) => show({ q: event.target.value })}
        />
        <Select
          allowClear
          aria-label={c('category')}
          placeholder={c('allCategories')}
          value={values.category}
          options={categories.map(({ id, name, scripts_count }) => ({
            value: id,
            label: `${name} (${scripts_count})`,
          }))}
          onChange={(value?: string) => show({ category: value })}
        />
        <Select
          allowClear
          aria-label={t('activeOnly')}
          placeholder={t('activeOnly')}
          value={active}
          options={[
            { value: 'true', label: t('active') },
            { value: 'false', label: t('inactive') },
          ]}
          onChange={(value?: string) => show({ is_active: value })}
        />
        <Select
          allowClear
          aria-label={t('origin')}
          placeholder={t('origin')}
          value={origin}
          options={scriptOriginSchema.options.map((value) => ({ value, label: t(value) }))}
          onChange={(value?: string) => show({ origin: value })}
        />
      </FilterBar>
      <PythonModules />
      {scripts.isPending && <PageSkeleton />}
      {scripts.isError && <ErrorNotice error={scripts.error} onRetry={() => void scripts.refetch()} />}
      {scripts.data && (
        <ScriptsTable
          scripts={scripts.data.scripts}
          categoryName={(id) => nameOf.get(id) ?? id}
          loading={scripts.isPlaceholderData}
          empty={t(filtered ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: scripts.data.total }}
          onPage={(next) => show({ page: next })}
        />
      )}
    </PageFrame>
  );
}
