import type { TermKind } from '@sextant/contract/knowledge';
import { Alert } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { useTermCheck } from './knowledge-queries.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

const settleMs = 400;
const looks = { read: 'success', words: 'info', unread: 'warning' } as const;

interface Definition {
  term: string;
  kind: TermKind;
  expression: string;
}

/** The definition once nobody has typed for a moment. */
function useSettled({ term, kind, expression }: Definition): Definition {
  const [settled, setSettled] = useState<Definition>({ term, kind, expression });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ term, kind, expression }), settleMs);
    return () => clearTimeout(timer);
  }, [term, kind, expression]);
  return useDeferredValue(settled);
}

/** Says under a definition how questions will read it, or what in it is not understood. */
export function TermCheck({ connectionId, definition }: { connectionId: string; definition: Definition }) {
  const t = useTexts(knowledgeTexts);
  const { language } = usePreferences();
  const settled = useSettled(definition);
  const check = useTermCheck(connectionId, settled);
  if (settled.expression.trim() === '' || !check.data) return null;
  const { state, message, sql } = check.data;
  return (
    <Alert
      type={looks[state]}
      showIcon
      style={{ marginBottom: 16 }}
      title={state === 'unread' ? t('checkUnread') : message[language]}
      description={
        state === 'unread' ? (
          message[language]
        ) : sql === null ? undefined : (
          <pre style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{sql}</pre>
        )
      }
    />
  );
}
