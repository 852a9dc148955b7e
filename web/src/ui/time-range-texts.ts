import { defineTexts } from '../lib/texts.ts';

export const timeRangeTexts = defineTexts('time-range', {
  zh: {
    time: '时间',
    from: '开始时间',
    to: '结束时间',
    custom: '自定义时间',
    '15m': '最近 15 分钟',
    '1h': '最近 1 小时',
    '6h': '最近 6 小时',
    '24h': '最近 24 小时',
    '7d': '最近 7 天',
    '30d': '最近 30 天',
  },
  en: {
    time: 'Time',
    from: 'From',
    to: 'Until',
    custom: 'Other times',
    '15m': 'Last 15 minutes',
    '1h': 'Last hour',
    '6h': 'Last 6 hours',
    '24h': 'Last 24 hours',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
  },
});
