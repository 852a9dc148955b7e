import { AppError } from '../../platform/errors/app-error.ts';

/** Waits for a database's answer, which may never come, at most this long; rejects with `QUERY_TIMEOUT` then. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(noAnswer(milliseconds)), milliseconds);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(milliseconds: number): AppError {
  const seconds = Math.round(milliseconds / 1000);
  return new AppError('QUERY_TIMEOUT', {
    zh: `数据库 ${seconds} 秒内没有应答，请稍后重试，或检查数据库是否繁忙`,
    en: `The database did not answer within ${seconds} s; try again later, or see whether it is busy`,
  });
}
