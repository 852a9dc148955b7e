import { AppError } from '../../platform/errors/app-error.ts';

const maxPerUser = 6;

/** Counts the running statements of each user; a user who has enough gets 429. */
export function createQuerySlots() {
  const running = new Map<string, number>();
  return {
    /** Takes a slot; the function that is returned gives it back. */
    take(userId: string): () => void {
      const count = running.get(userId) ?? 0;
      if (count >= maxPerUser) throw tooMany();
      running.set(userId, count + 1);
      return () => {
        const left = (running.get(userId) ?? 1) - 1;
        if (left === 0) running.delete(userId);
        else running.set(userId, left);
      };
    },
  };
}

function tooMany(): AppError {
  return new AppError('RATE_LIMITED', {
    zh: `你已有 ${maxPerUser} 条查询在运行，请等其中一条结束或停止它`,
    en: `You have ${maxPerUser} queries running; wait for one to end or stop it`,
  });
}
