/** Says what is wrong with how an evaluation was asked for, and what to do. */
export class EvaluationError extends Error {}
