import { expect, test } from 'vitest';
import { nearestExamples } from './near-examples.ts';

const examples = [
  '上月各大区的销售额是多少',
  '注册客户一共有多少',
  'top 5 products by revenue',
  'How many customers are there in each city?',
].map((question) => ({ question }));

const nearest = (question: string, limit = 1) =>
  nearestExamples(question, examples, limit).map((example) => example.question);

test('a Chinese question finds the one that shares its words, whatever stands between them', () => {
  expect(nearest('去年各个大区销售额')).toEqual(['上月各大区的销售额是多少']);
});

test('an English question finds the one with its words in the singular or plural', () => {
  expect(nearest('which city has how many customer')).toEqual(['How many customers are there in each city?']);
  expect(nearest('Revenue of the best product')).toEqual(['top 5 products by revenue']);
});

test('small words alone make no question alike, and an empty one is like none', () => {
  expect(nearest('how many of the are there', 4)).toEqual([]);
  expect(nearest('', 4)).toEqual([]);
});

test('there are never more than asked for', () => {
  expect(nearest('客户的销售额', 1)).toHaveLength(1);
});
