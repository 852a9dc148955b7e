import { CodeOutlined } from '@ant-design/icons';
import type { RoomAnswer, RoomMessage } from '@sextant/contract/room-messages';
import { Button } from 'antd';
import { useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import { groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { useSeen } from '../../lib/use-seen.ts';
import { workbenchPath, workbenchState } from '../../lib/workbench-link.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ChartBody } from '../../ui/chart/ChartBody.tsx';
import { ChartSwitch } from '../../ui/chart/ChartSwitch.tsx';
import { chartOf } from '../../ui/chart/chart-data.ts';
import { useChartChoice } from '../../ui/chart/use-chart-choice.ts';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import styles from './AnswerView.module.css';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';

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
      {answer.rows.length > 0 && <Rows answer={answer} messageId={message.id} />}
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

function Rows({ answer, messageId }: { answer: RoomAnswer; messageId: string }) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const { columns, rows, question } = answer;
  // The answer's chart holds the rows it was made for, of which the message may keep fewer.
  const own = answer.chart !== null && answer.chart.type !== 'table' ? answer.chart : null;
  const chart = useMemo(() => own ?? chartOf(columns, rows, null)?.chart ?? null, [own, columns, rows]);
  const choice = useChartChoice(chart, {
    isMeant: own !== null || chart?.type === 'kpi',
    messageId,
    measures: own?.measures?.map(({ name }) => name) ?? [],
  });
  return (
    <div ref={box} className={styles.rows}>
      <ChartSwitch choice={choice} />
      {choice.drawn === null ? (
        <ResultGrid columns={columns} rows={rows} maxHeight={gridHeight} label={question} />
      ) : seen || choice.kind === 'kpi' ? (
        <ChartBody chart={choice.drawn} height={chartHeight} />
      ) : (
        <div style={{ height: chartHeight }} />
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
