import type { AlertKind, Severity } from '@sextant/contract/alerts';
import type { Text } from '@sextant/contract/text';

/** What a channel sends. */
export interface AlertMessage {
  event: 'fired' | 'resolved' | 'test';
  kind: AlertKind | null;
  severity: Severity;
  subject: string;
  title: Text;
  body: Text;
  at: string;
}

const marks = {
  fired: { zh: '告警', en: 'Alert' },
  resolved: { zh: '已恢复', en: 'Resolved' },
  test: { zh: '测试', en: 'Test' },
} as const;

/** The headline in one language, with what happened before it. */
export function headline({ event, title }: AlertMessage, language: 'zh' | 'en'): string {
  return `[${marks[event][language]}] ${title[language]}`;
}

/** Plain text in both languages, for readers whose language is not known. */
export function plainLines(message: AlertMessage): string[] {
  const { body, at } = message;
  return [headline(message, 'zh'), body.zh, '', headline(message, 'en'), body.en, '', at];
}

export function testMessage(): AlertMessage {
  return {
    event: 'test',
    kind: null,
    severity: 'info',
    subject: 'Sextant',
    title: { zh: '六分仪测试消息', en: 'A test message of Sextant' },
    body: {
      zh: '收到这条消息，说明这个渠道可以使用。',
      en: 'That you read this means that the channel works.',
    },
    at: new Date().toISOString(),
  };
}
