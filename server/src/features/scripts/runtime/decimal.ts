/** A decimal of a database: it counts as a number, and keeps its digits where a number would lose them. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }

  valueOf(): number {
    return Number(this.text);
  }
}
