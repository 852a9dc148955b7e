import { questionMaxLength } from '@sextant/contract/chat';
import { App } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { askTexts } from './ask-texts.ts';
import { ask } from './live-asks.ts';
import type { Sources } from './use-sources.ts';

/**
 * The function that asks a question in the shown conversation; a new conversation gets its address once it has an id,
 * provided that it is still the one shown.
 */
export function useAsking(conversationId: string | undefined, sources: Sources): (question: string) => void {
  const t = useTexts(askTexts);
  const { message } = App.useApp();
  const { language } = usePreferences();
  const navigate = useNavigate();
  const shown = useRef(conversationId);
  shown.current = conversationId;
  const { connection, model } = sources;
  const submit = useCallback(
    (question: string) => {
      if (question.length > questionMaxLength) {
        void message.warning(t('tooLong', { length: question.length, max: questionMaxLength }));
        return;
      }
      const input = { query: question, language, connection_id: connection?.id, model: model?.id };
      void ask(input, conversationId).then((answered) => {
        if (answered === null || conversationId !== undefined || shown.current !== undefined) return;
        void navigate(`/ask/${answered}`, { replace: true });
      });
    },
    [conversationId, connection, model, language, navigate, message, t],
  );
  useAskFromElsewhere(submit, sources.ready);
  return submit;
}

/** A question handed over by the command palette is asked once the connection is known. */
function useAskFromElsewhere(submit: (question: string) => void, ready: boolean): void {
  const navigate = useNavigate();
  const { state, pathname } = useLocation();
  const question = (state as { ask?: string } | null)?.ask;
  useEffect(() => {
    if (question === undefined || !ready) return;
    void navigate(pathname, { replace: true, state: null });
    submit(question);
  }, [question, ready, pathname, navigate, submit]);
}
