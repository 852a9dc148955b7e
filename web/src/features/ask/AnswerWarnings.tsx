import type { Check, Evidence } from '@sextant/contract/chat';
import { Alert } from 'antd';

/** Findings that question the figures themselves, so that nobody has to open the evidence to learn of them. */
const grave = new Set<Check['code']>(['vote_split', 'vote_partial', 'fan_out']);

/** What the reader of an answer should know before believing it. */
export function AnswerWarnings({ evidence }: { evidence: Evidence }) {
  return evidence.checks
    .filter(({ code }) => grave.has(code))
    .map(({ code, message }) => (
      <Alert key={code + message} type="warning" showIcon title={message} style={{ marginTop: 12 }} />
    ));
}
