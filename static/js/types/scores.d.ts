// The shapes of scores, as the API has them.
/** How well one class is told; null is not defined. */
export interface ClassScore {
  precision: number | null;
  recall: number | null;
  f1: number | null;
  support: number;
}

/** How well a question is answered: confusion[i][j] rows of class i were predicted as class j. */
export interface Judgement {
  accuracy: number;
  confusion: number[][];
  classes: ClassScore[];
}

/** Over the rows that the network learns from, or over those set aside. */
export interface PartScores {
  rows: number;
  correct: number | null;
  accuracy: number | null;
  r_squared: number | null;
  judgements: Judgement[];
  outputs: { rmse: number | null; mae: number | null; r_squared: number | null }[];
}

/** What is decided for every row; classes by their numbers. */
export interface Question {
  name: string;
  classes: string[];
  outputs: number[];
  expected: number[] | null;
  predicted: number[] | null;
}

export interface WorstRow {
  row: number;
  error: number;
  expected: number[];
  predicted: number[];
}

/** How well the network of an epoch does. */
export interface Scores {
  epoch: number;
  task: "two_classes" | "classes" | "labels" | "regression";
  names: string[];
  questions: Question[];
  predictions: number[][] | null;
  residuals: number[][] | null;
  training: PartScores;
  test: PartScores | null;
  test_rows: number[];
  worst: WorstRow[];
}
