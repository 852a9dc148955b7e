import { CodeOutlined } from '@ant-design/icons';
import type { ChartType } from '@sextant/contract/chart';
import type { RoomAnswer, RoomMessage } from '@sextant/contract/room-messages';
import { Button, Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { useSeen } from '../../lib/use-seen.ts';
import { workbenchPath, workbenchState } from '../../lib/workbench-link.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { chartOf, typesFor } from '../../ui/chart/chart-data.ts';
import { chartTexts } from '../../ui/chart/chart-texts.ts';
import { KpiView } from '../../ui/chart/KpiView.tsx';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import styles from './AnswerView.module.css';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

const chartHeight = 260;
const gridHeight = 300;

/** What Sextant answered in a room, below its sentence: readings to choose from, chart or table, the SQL folded. */
export function AnswerView({ message, answer }: { message: RoomMessage; answer: RoomAnswer }) {
  const t = useTexts(roomsTexts);
  const { room, say } = useRoomContext();
  return (
    <div className={styles.answer}>
      {answer.choices.length > 0 && (
        <div className={styles.choices}>
          {answer.choices.map((choice) => (
            <Button
              key={choice.question}
              size="small"
              disabled={!room.me?.may_write}
              title={choice.question}
              onClick={() => say(`@sextant ${choice.question}`, message)}
            >
              {choice.label}
            </Button>
          ))}
        </div>
      )}
      {answer.rows.length > 0 && <Rows answer={answer} />}
      {answer.rows_count > answer.rows.length && (
        <p className={styles.note}>
          {t('firstRows', {
            shown: answer.rows.length,
            all: groupDigits(String(answer.rows_count)),
          })}
        </p>
      )}
      {answer.sql !== null && <Statement answer={answer} sql={answer.sql} />}
    </div>
  );
}

function Rows({ answer }: { answer: RoomAnswer }) {
  const t = useTexts(roomsTexts);
  const c = useTexts(chartTexts);
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const [chosen, setChosen] = useState<ChartType | null>(null);
  const { columns, rows, question } = answer;
  // The answer's chart holds the rows it was made for, of which the message may keep fewer.
  const chart = useMemo(
    () => answer.chart ?? chartOf(columns, rows, null)?.chart ?? null,
    [answer, columns, rows],
  );
  const types: ChartType[] = [...(chart === null ? [] : typesFor(chart)), 'table'];
  const meant = answer.chart?.type ?? (chart?.type === 'kpi' ? 'kpi' : 'table');
  const type = chosen ?? (types.includes(meant) ? meant : 'table');
  return (
    <div ref={box} className={styles.rows}>
      {types.length > 1 && (
        <Segmented
          size="small"
          aria-label={t('view')}
          value={type}
          options={types.map((value) => ({ value, label: c(`type_${value}`) }))}
          onChange={setChosen}
        />
      )}
      {chart !== null && type === 'kpi' && <KpiView chart={chart} columns={columns} />}
      {chart !== null &&
        type !== 'kpi' &&
        type !== 'table' &&
        (seen ? (
          <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height: chartHeight }} />}>
            <ChartCanvas chart={{ ...chart, type }} height={chartHeight} />
          </Suspense>
        ) : (
          <div style={{ height: chartHeight }} />
        ))}
      {type === 'table' && (
        <ResultGrid columns={columns} rows={rows} maxHeight={gridHeight} label={question} />
      )}
    </div>
  );
}

function Statement({ answer, sql }: { answer: RoomAnswer; sql: string }) {
  const t = useTexts(roomsTexts);
  const navigate = useNavigate();
  const state = workbenchState({ sql, connectionId: answer.connection_id });
  return (
    <details className={styles.statement}>
      <summary>SQL</summary>
      <pre className={styles.sql}>{sql}</pre>
      <CopyButton text={sql} label={t('copySql')} />
      <Button size="small" icon={<CodeOutlined />} onClick={() => void navigate(workbenchPath, { state })}>
        {t('openInWorkbench')}
      </Button>
    </details>
  );
}
