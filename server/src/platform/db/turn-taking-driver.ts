import { type DatabaseConnection, SqliteAdapter, SqliteDriver } from 'kysely';

/**
 * Kysely's SQLite driver with its one connection handed round in the order of asking. Kysely's own lock wakes
 * everybody who waits for each statement, which at 64 requests at once costs many times what the statements do.
 */
export class TurnTakingDriver extends SqliteDriver {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#taken) await new Promise<void>((turn) => this.#waiting.push(turn));
    this.#taken = true;
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}

/** Leaves the taking of turns to the driver. */
export class TurnTakingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** A process that is killed while it brings tables up to date leaves them as they were. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
