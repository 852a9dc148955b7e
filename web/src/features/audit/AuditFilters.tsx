import { Button, Input, Select, Tag } from 'antd';
import { auditAction, auditObject } from '../../lib/audit-words.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { TimeRange } from '../../ui/TimeRange.tsx';
import { useAuditFacets } from './audit-queries.ts';
import { auditTexts } from './audit-texts.ts';
import type { AuditAddress } from './use-audit-address.ts';

/** The fields that narrow the audit trail. */
export function AuditFilters({ address }: { address: AuditAddress }) {
  const t = useTexts(auditTexts);
  const textIn = useTextIn();
  const facets = useAuditFacets().data ?? { actions: [], object_types: [] };
  const { q, values, range, show, isNarrowed, reset } = address;
  const objectId = values.object_id;
  return (
    <FilterBar>
      <Input.Search
        allowClear
        value={q}
        maxLength={200}
        placeholder={t('searchHint')}
        aria-label={t('search')}
        onChange={(event) => show({ q: event.target.value })}
      />
      <Input
        allowClear
        value={values.actor}
        maxLength={100}
        placeholder={t('actorHint')}
        aria-label={t('actor')}
        onChange={(event) => show({ actor: event.target.value.trim() })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        aria-label={t('action')}
        placeholder={t('allActions')}
        value={values.action}
        options={facets.actions.map((value) => ({
          value,
          label: labelOf(textIn(auditAction(value)), value),
        }))}
        onChange={(action?: string) => show({ action })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('objectType')}
        placeholder={t('allTypes')}
        value={values.object_type}
        options={facets.object_types.map((value) => ({ value, label: textIn(auditObject(value)) }))}
        onChange={(object_type?: string) => show({ object_type })}
      />
      <TimeRange values={range} anyTime={t('anyTime')} onChange={show} />
      {objectId !== undefined && (
        <Tag
          closable
          variant="outlined"
          onClose={() => show({ object_id: undefined })}
          style={{ alignSelf: 'center' }}
        >
          {t('onlyObject', { id: objectId })}
        </Tag>
      )}
      {isNarrowed && (
        <Button type="text" onClick={reset}>
          {t('reset')}
        </Button>
      )}
    </FilterBar>
  );
}

function labelOf(words: string, action: string): string {
  return words === action ? action : `${words} ${action}`;
}
