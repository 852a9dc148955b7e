import { logLevelSchema } from '@sextant/contract/logs';
import { Button, Input, Select } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { TimeRange } from '../../ui/TimeRange.tsx';
import { useLogModules } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import type { LogAddress } from './use-log-address.ts';

/** The fields that narrow the log; the live tail has no time range. */
export function LogFilters({ address, timed }: { address: LogAddress; timed: boolean }) {
  const t = useTexts(logsTexts);
  const modules = useLogModules();
  const { q, values, show, isNarrowed, reset } = address;
  const levels = values.level?.split(',') ?? [];
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
      <Select<string[]>
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        aria-label={t('level')}
        placeholder={t('allLevels')}
        value={logLevelSchema.options.filter((level) => levels.includes(level))}
        options={logLevelSchema.options.map((value) => ({ value, label: t(value) }))}
        onChange={(chosen) => show({ level: chosen.join(',') })}
      />
      <Select
        allowClear
        showSearch
        aria-label={t('module')}
        placeholder={t('allModules')}
        value={values.module}
        options={modules.map((value) => ({ value, label: value }))}
        onChange={(module?: string) => show({ module })}
      />
      {timed && (
        <TimeRange
          values={{ range: values.range, from: values.from, to: values.to }}
          anyTime={t('anyTime')}
          onChange={show}
        />
      )}
      <Input
        allowClear
        value={values.user}
        maxLength={100}
        placeholder={t('userHint')}
        aria-label={t('user')}
        onChange={(event) => show({ user: event.target.value })}
      />
      <Input
        allowClear
        value={values.request_id}
        maxLength={100}
        placeholder={t('requestHint')}
        aria-label={t('requestId')}
        onChange={(event) => show({ request_id: event.target.value.trim() })}
      />
      {isNarrowed && (
        <Button type="text" onClick={reset}>
          {t('reset')}
        </Button>
      )}
    </FilterBar>
  );
}
