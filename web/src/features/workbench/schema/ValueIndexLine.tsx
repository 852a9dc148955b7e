import { ReloadOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import { Button, Progress, Tooltip } from 'antd';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import panel from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import { useReadValues, useValueIndex } from './value-index-queries.ts';

/** How far the values of a connection are read, by which questions find the column of a name; its owner may have them read again. */
export function ValueIndexLine({ connection }: { connection: Connection }) {
  const t = useTexts(panelTexts);
  const { data } = useValueIndex(connection.id);
  const again = useReadValues(connection.id);
  if (data === undefined) return null;
  const figure = (count: number) => groupDigits(String(count));
  const counts = {
    known: figure(data.tables_known),
    tables: figure(data.tables),
    values: figure(data.values),
  };
  return (
    <div className={panel.values}>
      <Tooltip title={t(data.state === 'partial' ? 'valuesPartialHint' : 'valuesHint')}>
        <span role="status">{t(`values_${data.state}`, counts)}</span>
      </Tooltip>
      {data.state === 'reading' && (
        <Progress
          percent={Math.round((100 * data.tables_known) / Math.max(1, data.tables))}
          size="small"
          showInfo={false}
          aria-label={t('values_reading', counts)}
        />
      )}
      {data.state !== 'reading' && connection.can_manage && (
        <Button
          type="text"
          size="small"
          icon={<ReloadOutlined />}
          loading={again.isPending}
          aria-label={t('readValues')}
          title={t('readValues')}
          onClick={() => again.mutate()}
        />
      )}
    </div>
  );
}
