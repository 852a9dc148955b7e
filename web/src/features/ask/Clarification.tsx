import type { Choice } from '@sextant/contract/chat';
import { knowledgeEndpoints } from '@sextant/contract/knowledge';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { answerTexts } from './answer-texts.ts';
import styles from './ExchangeView.module.css';

interface Props {
  clarification: { question: string; choices: Choice[] };
  connectionId: string | null;
  disabled: boolean;
  onAsk: (question: string) => void;
}

/** A question back with its readings; an administrator may have the chosen one kept in the glossary. */
export function Clarification({ clarification, connectionId, disabled, onAsk }: Props) {
  const t = useTexts(answerTexts);
  const { message } = App.useApp();
  const showError = useErrorDialog();
  const isAdmin = useMay('admin');
  const [keeps, setKeeps] = useState(false);
  const keep = useMutation({
    mutationFn: ({ term, meaning }: NonNullable<Choice['reading']>) =>
      call(knowledgeEndpoints.addTerm, {
        body: { connection_id: connectionId, term, kind: 'alias', expression: meaning },
      }),
    onSuccess: ({ term }) => void message.success(t('kept', { term })),
    onError: showError,
  });
  const mayKeep = isAdmin && connectionId !== null && clarification.choices.some(({ reading }) => reading);
  return (
    <div className={styles.clarification}>
      <p>{clarification.question}</p>
      <div className={styles.choices}>
        {clarification.choices.map((choice) => (
          <Button
            key={choice.question}
            disabled={disabled}
            title={choice.question}
            onClick={() => {
              if (keeps && choice.reading) keep.mutate(choice.reading);
              onAsk(choice.question);
            }}
          >
            {choice.label}
          </Button>
        ))}
      </div>
      {mayKeep && !disabled && (
        <Checkbox checked={keeps} onChange={(event) => setKeeps(event.target.checked)}>
          {t('keepReading')}
        </Checkbox>
      )}
    </div>
  );
}
